import { numbered, paragraph, type Paper, type Table } from '@wenzheng/paper';
import { businessDateOf } from '@wenzheng/working-days';
import { dateWords } from '@wenzheng/wording';
import { dossierBlocks } from '../dossier/dossier.paper.js';
import type { Offices } from '../numbering/offices.rules.js';
import { inTwoLines, titleOf } from '../paper/wording.rules.js';
import type { OrderItem } from '../urging-order/urging-order.schema.js';
import type { ReferralEntity } from './referral.entity.js';

/** 移送函, with the dossiers that it carries as annexes. */
export function referralPaper(referral: ReferralEntity, items: readonly OrderItem[], offices: Offices): Paper {
  const { title, number, unit, delay, impact, proposal, copies, signedAt, dossiers } = referral;
  const matters = new Map(items.map(({ messageId, matter }) => [messageId, matter]));
  const annexes = (dossiers ?? []).map((dossier) => ({ title: `${dossier.messageNumber}办理卷宗`, isWide: false, blocks: dossierBlocks(dossier, matters.get(dossier.messageId) ?? null, offices) }));
  return {
    form: 'letter', mark: offices.issuer, number, signatory: null, title: titleOf(title, '函'), to: offices.inspectionBureau,
    blocks: [
      paragraph(
        `${unit?.name ?? '（承办单位）'}承办的${items.length}件网民留言，久拖不予解决，造成重大影响。依据淮府办〔2011〕118号文件“对久拖不予解决、造成重大影响的，依法依纪予以处理”的规定，现将有关情况及材料移送你单位。`,
      ),
      ...numbered([
        { title: '所涉留言', blocks: items.length > 0 ? [itemTable(items)] : [] },
        { title: '久拖不予解决的情况', blocks: [paragraph(delay ?? '（签发前填写）')] },
        { title: '造成重大影响的情况', blocks: [paragraph(impact ?? '（签发前填写）')] },
        { title: '处理建议', blocks: proposal ? [paragraph(proposal)] : [] },
      ]),
      paragraph('特此函告，请予查收，并将处理结果函复。'),
    ],
    attachments: annexes.map((annex) => annex.title), from: offices.issuer, on: signedAt && dateWords(businessDateOf(signedAt)), copies, printedBy: null, annexes, isDraft: number === null,
  };
}

function itemTable(items: readonly OrderItem[]): Table {
  return {
    kind: 'table', caption: null,
    columns: [
      { head: '序号', width: 11, align: 'center' }, { head: '受理编号及事由', width: 79, align: 'left' },
      { head: '受理日期', width: 21, align: 'center' }, { head: '应答复日', width: 21, align: 'center' }, { head: '最迟答复日', width: 24, align: 'center' },
    ],
    rows: items.map(({ messageNumber, matter, registeredOn, dueOn, finalDueOn }, index) => [
      String(index + 1), matter === null ? messageNumber : `${messageNumber}\n${matter}`, inTwoLines(dateWords(registeredOn)), dueOn ? inTwoLines(dateWords(dueOn)) : '未定', finalDueOn ? inTwoLines(dateWords(finalDueOn)) : '未定',
    ]),
  };
}
