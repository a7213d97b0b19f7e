import { businessDateOf } from '@wenzheng/working-days';
import { channelWords, dateWords, documentInstantWords } from '@wenzheng/wording';
import type { Offices } from '../numbering/offices.rules.js';
import { renderPaper } from '../paper/paper.js';
import type { Dossier, Entry } from './dossier.schema.js';

/** 卷宗 to print: the timeline with its proof, and none of the citizen's words. */
export function dossierPaper(dossier: Dossier, offices: Offices): string {
  const { messageNumber, channel, asOf, deadline } = dossier;
  const on = businessDateOf(new Date(asOf));
  return renderPaper({
    head: `${offices.supervisionOffice}办理卷宗`,
    number: messageNumber,
    title: `${messageNumber}办理过程及依据`,
    to: null,
    body: <Timeline dossier={dossier} />,
    from: offices.supervisionOffice,
    on,
    printedBy: `${channelWords.zh[channel]} · ${deadline.unit?.name ?? '待分拨'}`,
  });
}

export function Timeline({ dossier: { deadline, asOf, timeline, digest } }: { dossier: Dossier }) {
  return (
    <>
      <p>{deadline.sentence.zh}</p>
      <p>
        受理日{dateWords(deadline.registeredOn)}，应答复日{deadline.dueOn ? dateWords(deadline.dueOn) : '未定'}，最迟答复日
        {deadline.finalDueOn ? dateWords(deadline.finalDueOn) : '未定'}。规则版本{deadline.policyVersion}，日历版本{deadline.calendarVersion}。
      </p>
      <table>
        <caption>办理过程，截至{documentInstantWords(new Date(asOf))}，共{timeline.length}项</caption>
        <thead>
          <tr>{['时间', '事项', '经办', '依据', '凭证'].map((name) => <th key={name} scope="col">{name}</th>)}</tr>
        </thead>
        <tbody>{timeline.map((entry, index) => <Row key={index} entry={entry} />)}</tbody>
      </table>
      <p class="flush digest">校验值 SHA-256：{digest}</p>
    </>
  );
}

/** Whoever acted without a person. */
const actorWords: Record<string, string | undefined> = { rule: '系统按规则', intake: '受理平台', routing: '分派平台', publication: '公开平台' };

function Row({ entry: { at, zh, by, rule, proof } }: { entry: Entry }) {
  return (
    <tr>
      <td class="date">{documentInstantWords(new Date(at))}</td>
      <td>{zh}</td>
      <td>{by === null ? '—' : (actorWords[by] ?? by)}</td>
      <td>{rule ? `${rule.zh}（${rule.requirement}${rule.policyVersion ? `，${rule.policyVersion}` : ''}）` : '—'}</td>
      <td class="digest">{proof.service} {proof.id}{proof.sequence === null ? '' : ` #${proof.sequence}`}</td>
    </tr>
  );
}
