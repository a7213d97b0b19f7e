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
    ['渠道、类别', `${channelWords.zh[channel]}，${kind === null ? '未分类' : kindWords.zh[kind]}，${visibility === 'public' ? visibilityWords.zh.public : visibilityWords.zh.private}`],
    ['受理时间', at(registeredAt)],
    ['承办单位', unit === null ? '待分拨' : `${unit.name}${designated ? '（指定承办）' : ''}`],
    ['协办单位', coUnits.length > 0 ? coUnits.join('、') : null],
    ['首问责任单位', firstAsked?.name ?? null],
    ['应答复日', replyDueOn === null ? null : `${dateWords(replyDueOn)}${provisional ? '（暂定）' : ''}`],
    ['最迟答复日', finalDueOn === null ? null : dateWords(finalDueOn)],
    ['办结方式', ending === 'open' ? '正在办理' : endingWords.zh[ending]],
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

function course({ registeredAt, assignments, returnHistory, coTasks, extensions, replies, rulings, transfers, withdrawals }: Message): Table {
  const steps: Step[] = [
    { at: registeredAt, words: '受理登记' },
    ...assignments.map(({ assignedAt, unit, designated }) => ({ at: assignedAt, words: `${designated ? '指定' : '分派'}${unit.name}承办` })),
    ...returnHistory.map(({ returnedAt, unit, accepted, reason }) => ({ at: returnedAt, words: `${unit.name}退回${accepted ? '' : '，未予同意'}：${reason}` })),
    ...coTasks.map(({ askedAt, unit, task }) => ({ at: askedAt, words: `请${unit.name}协办：${task}` })),
    ...coTasks.flatMap(({ answeredAt, unit, contribution }) => (answeredAt === null ? [] : [{ at: answeredAt, words: `${unit.name}反馈：${contribution ?? ''}` }])),
    ...extensions.map(({ submittedAt, unit, newDueOn, reason }) => ({ at: submittedAt, words: `${unit.name}作出延期说明，延至${dateWords(newDueOn)}：${reason}` })),
    ...replies.map(({ submittedAt, unit, interim, signatory }) => ({ at: submittedAt, words: `${unit.name}提交${interim ? '阶段性回复' : '答复'}${signatory === null ? '' : `，${signatory.name}签发`}` })),
    ...replies.flatMap(({ decidedAt, review, reasons, note }) => (decidedAt === null ? [] : [{ at: decidedAt, words: review === 'published' ? '审核通过，已发布' : `退回修改：${[...reasons, note].filter(Boolean).join('；')}` }])),
    ...rulings.map(({ ruledAt, ground, reason }) => ({ at: ruledAt, words: `认定为无效问题（${invalidityGroundWords.zh[ground]}）：${reason}` })),
    ...transfers.map(({ sentAt, to, reason }) => ({ at: sentAt, words: `转${to.name}：${reason}` })),
    ...withdrawals.map(({ withdrawnAt }) => ({ at: withdrawnAt, words: '留言人撤回' })),
  ];
  return {
    kind: 'table', caption: null, columns: [{ head: '时间', width: 46, align: 'left' }, { head: '事项', width: 110, align: 'left' }],
    rows: steps.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)).map(({ at: instant, words }) => [at(instant), words]),
  };
}

function replyBlocks({ unit, submittedAt, text, interim, result, review }: Message['replies'][number]): Block[] {
  const stands = { 'in-review': '（审核中）', published: '', returned: '（已退回修改）' }[review];
  return [
    paragraph(`${unit.name}${at(submittedAt)}${interim ? '阶段性回复' : '答复'}${stands}：`),
    paragraph(text),
    ...(result === null ? [] : [paragraph(`办理结果：${replyResultWords.zh[result]}。`)]),
  ];
}

/** To be written by hand. */
const opinions = (): Table => ({
  kind: 'table', caption: null, columns: [{ head: '环节', width: 36, align: 'left' }, { head: '意见、签名、日期', width: 120, align: 'left' }],
  rows: ['拟办', '审核', '批示', '办理结果'].map((step) => [step, '\n\n']),
});
