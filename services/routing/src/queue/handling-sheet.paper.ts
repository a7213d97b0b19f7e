import { numbered, paragraph, type Block, type Paper, type Table } from '@wenzheng/paper';
import { businessDateOf } from '@wenzheng/working-days';
import { channelWords, dateWords, endingWords, instantWords, invalidityGroundWords, kindWords, replyResultWords, roleWords, visibilityWords } from '@wenzheng/wording';
import type { z } from 'zod';
import type { messageSchema } from './message-view.js';

type Message = z.infer<typeof messageSchema>;

/** 办理单, for the unit's file: what was asked and by when it is due, what was done, what was answered, and room for those who sign by hand. */
export function handlingSheet(message: Message, now: Date): Paper {
  return {
    form: 'record', mark: null, number: null, signatory: null, title: '网民留言办理单', to: null,
    blocks: numbered([
      { title: '基本情况', blocks: [basics(message)] },
      { title: '留言内容', blocks: [paragraph(message.text)] },
      { title: '办理经过', blocks: [course(message)] },
      { title: '答复', blocks: message.replies.flatMap(replyBlocks) },
      { title: '办理意见', blocks: [opinions()] },
    ]),
    attachments: [], from: message.unit?.name ?? roleWords.zh['information-office'], on: dateWords(businessDateOf(now)), copies: [], printedBy: null, annexes: [], isDraft: false,
  };
}

const at = (instant: string): string => instantWords(new Date(instant));

function basics({ messageNumber, channel, kind, visibility, title, registeredAt, unit, designated, firstAsked, coTasks, deadline, ending }: Message): Table {
  const { replyDueOn, finalDueOn, provisional } = deadline;
  const coUnits = [...new Set(coTasks.filter(({ state }) => state !== 'declined').map((task) => task.unit.name))];
  const rows: (readonly [string, string | null])[] = [
    ['受理编号', messageNumber],
    ['事由', title],
    ['渠道、类别', `${channelWords.zh[channel]}，${kind === null ? '未分类' : kindWords.zh[kind]}，${visibilityWords.zh[visibility]}`],
    ['受理时间', at(registeredAt)],
    ['承办单位', unit === null ? '待分拨' : `${unit.name}${designated ? '（指定承办）' : ''}`],
    ['协办单位', coUnits.length > 0 ? coUnits.join('、') : null],
    ['首问责任单位', firstAsked?.name ?? null],
    ['应答复日', replyDueOn === null ? null : `${dateWords(replyDueOn)}${provisional ? '（暂定）' : ''}`],
    ['最迟答复日', finalDueOn === null ? null : dateWords(finalDueOn)],
    ['办结方式', endingWords.zh[ending]],
  ];
  return {
    kind: 'table', caption: null, columns: [{ head: '项目', width: 36, align: 'left' }, { head: '内容', width: 120, align: 'left' }],
    rows: rows.flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  };
}

interface Step {
  at: string;
  words: string;
}

function course(message: Message): Table {
  const { registeredAt, assignments, returnHistory, coTasks, extensions, replies, urgingOrders, rulings, transfers, merges, renewals, withdrawals } = message;
  const steps = [
    step(registeredAt, '受理登记'),
    ...assignments.map(({ assignedAt, unit, designated }) => step(assignedAt, `${designated ? '指定' : '分派'}${unit.name}承办`)),
    ...returnHistory.map(({ returnedAt, unit, accepted, reason }) => step(returnedAt, `${unit.name}退回${accepted ? '' : '，未予同意'}`, reason)),
    ...coTasks.flatMap(({ askedAt, answeredAt, unit, task, contribution }) => [step(askedAt, `请${unit.name}协办`, task), step(answeredAt, `${unit.name}反馈`, contribution)]),
    ...extensions.map(({ submittedAt, unit, newDueOn, reason }) => step(submittedAt, `${unit.name}作出延期说明，延至${dateWords(newDueOn)}`, reason)),
    ...replies.flatMap((reply) => replySteps(reply, message.visibility)),
    ...urgingOrders.flatMap(({ number, title, servedAt, outcome, closedAt }) => [step(servedAt, `督办单${number}送达`, title), ...(outcome === null ? [] : [step(closedAt, `督办单${number}${outcome === 'accepted' ? '审结' : '撤销'}`)])]),
    ...rulings.flatMap(({ ruledAt, ground, reason, objection }) => [
      step(ruledAt, `认定为无效问题（${invalidityGroundWords.zh[ground]}）`, reason),
      ...(objection === null ? [] : [step(objection.filedAt, '留言人提出异议'), step(objection.decidedAt, objection.outcome === 'upheld' ? '异议成立，恢复办理' : '异议不成立', objection.reason)]),
    ]),
    ...transfers.map(({ sentAt, to, reason }) => step(sentAt, `转送${to.name}`, reason)),
    ...merges.flatMap(({ message: merged, into, reason, mergedAt, unmergedAt, unmergeReason }) => {
      const words = merged.messageId === message.messageId ? `并入${into.messageNumber}` : `${merged.messageNumber}并入本件`;
      return [step(mergedAt, words, reason), step(unmergedAt, `撤销${words}`, unmergeReason)];
    }),
    ...renewals.map(({ unit, reason, dueOn, orderedAt }) => step(orderedAt, `责成${unit.name}二次办理${dueOn === null ? '' : `，应于${dateWords(dueOn)}前答复`}`, reason)),
    ...withdrawals.map(({ withdrawnAt }) => step(withdrawnAt, '留言人撤回')),
  ].filter((each) => each !== null);
  return {
    kind: 'table', caption: null, columns: [{ head: '时间', width: 46, align: 'left' }, { head: '事项', width: 110, align: 'left' }],
    rows: steps.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)).map(({ at: instant, words }) => [at(instant), words]),
  };
}

type Reply = Message['replies'][number];

function step(instant: string | null, words: string, note: string | null = null): Step | null {
  return instant === null ? null : { at: instant, words: note === null || note === '' ? words : `${words}：${note}` };
}

function kindOfReply({ interim, corrects, supplements, renews }: Reply): string {
  if (interim) return '阶段性回复';
  if (corrects !== null) return '更正';
  if (renews !== null) return '二次办理答复';
  return supplements === null ? '答复' : '补充答复';
}

function replySteps(reply: Reply, visibility: Message['visibility']): (Step | null)[] {
  const { submittedAt, unit, signatory, decidedAt, review, reasons, note } = reply;
  const passed = visibility === 'public' ? '已发布' : '已答复留言人';
  return [
    step(submittedAt, `${unit.name}提交${kindOfReply(reply)}${signatory === null ? '' : `，${signatory.name}签发`}`),
    step(decidedAt, review === 'published' ? `审核通过，${passed}` : `退回修改：${[...reasons, note].filter(Boolean).join('；')}`),
  ];
}

function replyBlocks(reply: Reply): Block[] {
  const { unit, submittedAt, text, result, review } = reply;
  const stands = { 'in-review': '（审核中）', published: '', returned: '（已退回修改）' }[review];
  return [
    paragraph(`${unit.name}${at(submittedAt)}${kindOfReply(reply)}${stands}：`),
    paragraph(text),
    ...(result === null ? [] : [paragraph(`办理结果：${replyResultWords.zh[result]}。`)]),
  ];
}

/** To be written by hand. */
const opinions = (): Table => ({
  kind: 'table', caption: null, columns: [{ head: '环节', width: 36, align: 'left' }, { head: '意见、签名、日期', width: 120, align: 'left' }],
  rows: ['拟办', '审核', '批示', '办理结果'].map((step) => [step, '\n\n']),
});
