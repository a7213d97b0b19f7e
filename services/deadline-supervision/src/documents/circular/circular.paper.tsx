import { businessDateOf } from '@wenzheng/working-days';
import { dateWords, documentInstantWords } from '@wenzheng/wording';
import type { Offices } from '../numbering/offices.rules.js';
import { renderPaper } from '../paper/paper.js';
import type { CircularEntity } from './circular.entity.js';
import { figureNames, figureTitles, type CircularFigures, type HotTopic } from './circular.schema.js';

/** 通报 to print: figures, analysis, hot topics, and the annex by unit in landscape, with definitions and cut-off. */
export function circularPaper(circular: CircularEntity, figures: CircularFigures, hotTopics: readonly HotTopic[], offices: Offices): string {
  const { title, number, signatory, from, to, analysis, requirement, addressees, copies, signedAt } = circular;
  const { totals } = figures;
  return renderPaper({
    head: `${offices.supervisionOffice}文件`,
    number,
    signatory,
    title,
    to: addressees.join('，'),
    body: (
      <>
        <p>现将{dateWords(from)}至{dateWords(to)}受理的网民留言办理情况通报如下。数据截至{documentInstantWords(new Date(figures.cutOff))}。</p>
        <h2>一、总体情况</h2>
        <p>共{figureNames.map((name) => `${figureTitles[name]}${totals[name]}件`).join('，')}。</p>
        <h2>二、情况分析</h2>
        <p>{analysis}</p>
        <h2>三、热点问题</h2>
        {hotTopics.length === 0 ? <p>本期没有形成热点问题。</p> : null}
        {hotTopics.map((topic, index) => (
          <p key={topic.issueId}>
            {index + 1}. {topic.title}：{topic.people}人、{topic.messages}件留言，{dateWords(topic.raisedOn)}形成。
          </p>
        ))}
        {requirement ? (
          <>
            <h2>四、工作要求</h2>
            <p>{requirement}</p>
          </>
        ) : null}
      </>
    ),
    attachments: ['各单位办理情况及指标说明'],
    from: offices.supervisionOffice,
    on: signedAt && businessDateOf(signedAt),
    copies,
    printedBy: offices.supervisionOffice,
    annexes: <Annex figures={figures} />,
  });
}

function Annex({ figures: { cutOff, definitions, totals, units } }: { figures: CircularFigures }) {
  return (
    <section class="annex">
      <h2>附件　各单位办理情况及指标说明</h2>
      <table>
        <caption>单位：件。数据截至{documentInstantWords(new Date(cutOff))}</caption>
        <thead>
          <tr>
            <th scope="col">单位</th>
            {figureNames.map((name) => <th key={name} scope="col">{figureTitles[name]}</th>)}
          </tr>
        </thead>
        <tbody>
          {[...units, { unit: { code: '', name: '合计' }, figures: totals }].map(({ unit, figures }) => (
            <tr key={unit?.code ?? 'none'}>
              <th scope="row">{unit?.name ?? '待分拨'}</th>
              {figureNames.map((name) => <td key={name} class="number-cell">{figures[name]}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
      <table>
        <caption>指标说明</caption>
        <tbody>
          {figureNames.map((name) => (
            <tr key={name}>
              <th scope="row" class="nowrap">{figureTitles[name]}</th>
              <td>{definitions[name].zh}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
