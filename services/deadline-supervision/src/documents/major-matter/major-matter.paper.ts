import { numbered, paragraph, type Paper } from '@wenzheng/paper';
import { businessDateOf } from '@wenzheng/working-days';
import { dateWords, documentInstantWords } from '@wenzheng/wording';
import { isNamed } from '../../deadline/matter/matter.rules.js';
import type { Offices } from '../numbering/offices.rules.js';
import type { MajorMatterEntity } from './major-matter.entity.js';

/** 重大问题报告: it goes upwards, so it names who signed, and asks for nothing. */
export function matterPaper(matter: MajorMatterEntity, about: string | null, offices: Offices): Paper {
  const { messageNumber, unit, reason, flaggedAt, number, signatory, report, reportedAt } = matter;
  return {
    form: 'document', mark: `${offices.issuer}文件`, number, signatory: signatory ?? '（签发前填写）',
    title: isNamed(about) ? `关于网民留言反映“${about}”重大问题的报告` : `关于网民留言${messageNumber}反映重大问题的报告`, to: offices.government,
    blocks: [
      paragraph(
        `${unit?.name ?? '待分拨单位'}承办的网民留言${messageNumber}${isNamed(about) ? `（${about}）` : ''}，于${documentInstantWords(flaggedAt)}列为重大问题。依据淮府办〔2011〕118号文件关于重大问题报市政府按规定办理的规定，现将有关情况报告如下。`,
      ),
      ...numbered([
        { title: '列为重大问题的理由', blocks: [paragraph(reason)] },
        { title: '有关情况', blocks: [paragraph(report ?? '（报告正文，签发前填写）')] },
      ]),
      paragraph('特此报告。'),
    ],
    attachments: [], from: offices.issuer, on: reportedAt && dateWords(businessDateOf(reportedAt)), copies: [], printedBy: offices.issuer, annexes: [], isDraft: number === null,
  };
}
