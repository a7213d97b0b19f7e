import { numbered, paragraph, type Paper, type Table } from '@wenzheng/paper';
import { businessDateOf } from '@wenzheng/working-days';
import { channelWords, dateWords, kindWords } from '@wenzheng/wording';
import type { Offices } from '../numbering/offices.rules.js';
import { inTwoLines, titleOf, withoutStop } from '../paper/wording.rules.js';
import type { UrgingOrderEntity } from './urging-order.entity.js';
import type { OrderItem } from './urging-order.schema.js';

/** 督办单, a letter to the unit. Of the messages it shows numbers, dates and what they are about. */
export function orderPaper(order: UrgingOrderEntity, items: readonly OrderItem[], offices: Offices): Paper {
  const { title, unit, coUnits, basis, instruction, requirement, answerBy, contact, copies, number, signedAt } = order;
  const co = coUnits.length > 0 ? `由你单位主办，${coUnits.map(({ name }) => name).join('、')}协办。` : '';
  return {
    form: 'letter', mark: offices.issuer, number, signatory: null, title: titleOf(title, '督办通知'), to: unit?.name ?? '（主送单位）',
    blocks: [
      paragraph(`${causeOf(items)}依据${withoutStop(basis)}，现予督办。${co}`),
      ...numbered([
        { title: '督办事项', blocks: items.length > 0 ? [itemTable(items)] : [] },
        { title: '领导批示', blocks: instruction ? [paragraph(instruction)] : [] },
        { title: '办理要求', blocks: [paragraph(requirement), paragraph(`请于${answerBy ? dateWords(answerBy) : '签发后第3个工作日'}前（含当日）签收、办理并书面反馈办理情况。`)] },
      ]),
      paragraph(`联系人：${contact ?? '（签发前填写）'}。`),
    ],
    attachments: [], from: offices.issuer, on: signedAt && dateWords(businessDateOf(signedAt)), copies, printedBy: null, annexes: [], isDraft: number === null,
  };
}

function causeOf(items: readonly OrderItem[]): string {
  const overdue = items.filter(({ daysOverdue }) => daysOverdue !== null).length;
  const many = `${items.length}件网民留言`;
  if (overdue === 0) return `你单位承办的下列${many}，须按要求限期办理。`;
  return overdue === items.length ? `你单位承办的下列${many}，未在规定时限内答复。` : `你单位承办的下列${many}，其中${overdue}件未在规定时限内答复。`;
}

function itemTable(items: readonly OrderItem[]): Table {
  return {
    kind: 'table', caption: null,
    columns: [
      { head: '序号', width: 11, align: 'center' }, { head: '受理编号及事由', width: 57, align: 'left' },
      { head: '受理日期', width: 21, align: 'center' }, { head: '应答复日', width: 21, align: 'center' }, { head: '最迟答复日', width: 24, align: 'center' }, { head: '超期情况', width: 22, align: 'center' },
    ],
    rows: items.map(({ messageNumber, matter, channel, kind, registeredOn, dueOn, finalDueOn, provisional, daysOverdue }, index) => [
      String(index + 1),
      [messageNumber, matter, `${channelWords.zh[channel]}${kind ? `（${kindWords.zh[kind]}）` : ''}`].filter((line) => line !== null).join('\n'),
      inTwoLines(dateWords(registeredOn)),
      dueOn ? `${inTwoLines(dateWords(dueOn))}${provisional ? '\n（暂定）' : ''}` : '未定',
      finalDueOn ? inTwoLines(dateWords(finalDueOn)) : '未定',
      daysOverdue === null ? '未超期' : `超期\n${daysOverdue}个工作日`,
    ]),
  };
}
