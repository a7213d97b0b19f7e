import type { Visibility } from '@wenzheng/contracts';
import { redact, shortened, type PhoneDirectory } from '@wenzheng/redaction';
import { businessDateOf } from '@wenzheng/working-days';
import type { DeliveryKind, StepKind } from '../../delivery/delivery.entity.js';

/** As much as the platform takes, counted as it counts: Chinese characters, of others two for one. */
export const longestComment = 140;
export const commentLength = (text: string): number => Math.ceil([...text].reduce((sum, one) => sum + (one.codePointAt(0)! < 128 ? 0.5 : one.length), 0));

/** What a delivery's body says. */
export interface Said {
  type: string;
  timestamp: string;
  data: {
    messageNumber: string;
    url: string;
    text?: string;
    visibility?: Visibility;
    interim?: boolean;
    corrects?: string | null;
    supplements?: string | null;
    renews?: string | null;
    newDueOn?: string;
    attachments?: readonly unknown[];
  };
}

/**
 * 微博上的公开反馈: everybody reads it. A public reply gives its beginning in whole sentences and the address of the rest; whatever else is said is
 * told by number and address alone. Number, kind and day make each unlike every other: the platform refuses a comment that it has.
 * @param isPrivate the message itself, whatever the reply says
 */
export function commentOf(kind: Exclude<DeliveryKind, StepKind>, said: Said, { isPrivate, directory }: { isPrivate: boolean; directory: PhoneDirectory }): string {
  const { data, timestamp } = said;
  const { messageNumber, url, text } = data;
  const [, month, day] = businessDateOf(new Date(timestamp)).split('-').map(Number);
  const on = `${month}月${day}日`;
  if (kind === 'reply' && text !== undefined && data.visibility === 'public' && !isPrivate) {
    const [head, tail] = [`【${replyName(data)}】${messageNumber}：`, ` ${data.attachments?.length ? '全文和附件' : '全文'}：${url}`];
    return `${head}${beginningOf(redact(text, directory), longestComment - commentLength(head + tail))}${tail}`;
  }
  return `${sentenceOf(kind, said, on)}${url}`;
}

function replyName({ interim, corrects, supplements, renews }: Said['data']): string {
  if (corrects != null) return '更正';
  if (supplements != null) return '补充答复';
  if (interim === true) return '阶段性回复';
  return renews != null ? '二次办理答复' : '答复';
}

function sentenceOf(kind: Exclude<DeliveryKind, StepKind>, { type, data }: Said, on: string): string {
  const message = `编号${data.messageNumber}的留言`;
  switch (kind) {
    case 'receipt':
      return `您的留言已于${on}登记，受理编号${data.messageNumber}。办理情况请看：`;
    case 'reply':
      return `${message}已于${on}${data.interim === true ? '作出阶段性回复' : data.corrects != null ? '更正答复' : data.supplements != null ? '补充答复' : '答复'}，请凭编号查看：`;
    case 'extension-notice':
      return `${message}办理期限延长至${data.newDueOn}，延期说明请看：`;
    case 'ruling':
      return `${message}已于${on}作出不予受理的认定，理由和提出异议的办法请看：`;
    case 'objection-decision':
      return `${message}所提异议已于${on}处理，结果请看：`;
    case 'transfer':
      return `${message}已于${on}转送有关机关，去向请看：`;
    case 'renewal':
      return type === 'message.renewal-declined' ? `${message}经研究不再二次办理（${on}），理由请看：` : `${message}已于${on}转入二次办理，办理情况请看：`;
  }
}

/** As many whole sentences as there is room for; where the first is too long, its beginning. @param redacted half a number is a number to nobody */
export function beginningOf(redacted: string, room: number): string {
  const text = redacted.replace(/\s+/gu, ' ').trim();
  let kept = '';
  for (const sentence of text.match(/[^。！？!?；]*[。！？!?；]+[”’）」』"]*|[^。！？!?；]+$/gu) ?? []) {
    if (commentLength(kept + sentence) > room) break;
    kept += sentence;
  }
  if (kept !== '') return kept.trim();
  let characters = Math.min([...text].length, room * 2);
  let cut = shortened(text, { characters, length: text.length });
  while (commentLength(cut) > room && characters > 1) {
    characters -= 1;
    cut = shortened(text, { characters, length: text.length });
  }
  return cut;
}
