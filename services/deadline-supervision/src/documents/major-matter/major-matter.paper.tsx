import { businessDateOf } from '@wenzheng/working-days';
import { dateWords, documentInstantWords } from '@wenzheng/wording';
import type { Offices } from '../numbering/offices.rules.js';
import { renderPaper } from '../paper/paper.js';
import type { MajorMatterEntity } from './major-matter.entity.js';

/** 重大问题报告 to print: an upward document, so it names who signed. */
export function matterPaper(matter: MajorMatterEntity, offices: Offices): string {
  const { messageNumber, unit, reason, flaggedAt, dueOn, number, signatory, report, reportedAt } = matter;
  return renderPaper({
    head: `${offices.supervisionOffice}文件`,
    number,
    signatory,
    title: `关于网民留言${messageNumber}反映重大问题的报告`,
    to: offices.government,
    body: (
      <>
        <p>
          {unit?.name ?? '待分拨'}承办的网民留言{messageNumber}，于{documentInstantWords(flaggedAt)}标记为重大问题。理由：{reason}
        </p>
        <p>{report ?? '（报告正文，签发前填写）'}</p>
        <p>依据淮府办〔2011〕118号文件“重大问题报市政府按规定办理”的规定，应于{dueOn ? dateWords(dueOn) : '标记后1个工作日'}前（含当日）报告。请收到后回执。</p>
      </>
    ),
    from: offices.supervisionOffice,
    on: reportedAt && businessDateOf(reportedAt),
    printedBy: offices.supervisionOffice,
  });
}
