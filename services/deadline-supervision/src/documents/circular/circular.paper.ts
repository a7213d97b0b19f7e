import { numbered, paragraph, type Annex, type Paper } from '@wenzheng/paper';
import { businessDateOf } from '@wenzheng/working-days';
import { dateWords, documentInstantWords } from '@wenzheng/wording';
import type { Offices } from '../numbering/offices.rules.js';
import { titleOf } from '../paper/wording.rules.js';
import type { CircularEntity } from './circular.entity.js';
import { figureNames, figureTitles, type CircularFigures, type HotTopic } from './circular.schema.js';

/** 通报: figures, analysis, hot topics; the units in a turned annex, and what the figures mean in another. */
export function circularPaper(circular: CircularEntity, figures: CircularFigures, hotTopics: readonly HotTopic[], offices: Offices): Paper {
  const { title, number, from, to, analysis, requirement, addressees, copies, signedAt } = circular;
  const { totals, cutOff } = figures;
  const annexes = annexesOf(figures);
  return {
    form: 'document', mark: `${offices.issuer}文件`, number, signatory: null, title: titleOf(title, '通报'), to: addressees.join('，'),
    blocks: [
      paragraph(`现将${dateWords(from)}至${dateWords(to)}受理的网民留言办理情况通报如下（数据截至${documentInstantWords(new Date(cutOff))}）。`),
      ...numbered([
        { title: '总体情况', blocks: [paragraph(`共${figureNames.map((name) => `${figureTitles[name]}${totals[name]}件`).join('，')}。`)] },
        { title: '情况分析', blocks: [paragraph(analysis)] },
        {
          title: '热点问题',
          blocks: hotTopics.length === 0
            ? [paragraph('本期没有形成热点问题。')]
            : hotTopics.map((topic, index) => paragraph(`（${index + 1}）${topic.title}：${topic.people}人留言${topic.messages}件，${dateWords(topic.raisedOn)}形成热点。`)),
        },
        { title: '工作要求', blocks: requirement ? [paragraph(requirement)] : [] },
      ]),
      paragraph('特此通报。'),
    ],
    attachments: annexes.map((annex) => annex.title), from: offices.issuer, on: signedAt && dateWords(businessDateOf(signedAt)), copies, printedBy: offices.issuer, annexes, isDraft: number === null,
  };
}

function annexesOf({ cutOff, definitions, totals, units }: CircularFigures): Annex[] {
  const row = (name: string, figures: CircularFigures['totals']) => [name, ...figureNames.map((figure) => String(figures[figure]))];
  return [
    {
      title: '各单位办理情况', isWide: true,
      blocks: [{
        kind: 'table', caption: `单位：件（数据截至${documentInstantWords(new Date(cutOff))}）`,
        columns: [{ head: '单位', width: 54, align: 'left' }, ...figureNames.map((name) => ({ head: figureTitles[name], width: 19, align: 'right' as const }))],
        rows: [...units.map(({ unit, figures }) => row(unit?.name ?? '待分拨', figures)), row('合计', totals)],
      }],
    },
    {
      title: '指标说明', isWide: false,
      blocks: [{
        kind: 'table', caption: null, columns: [{ head: '指标', width: 32, align: 'left' }, { head: '说明', width: 124, align: 'left' }],
        rows: figureNames.map((name) => [figureTitles[name], definitions[name].zh]),
      }],
    },
  ];
}
