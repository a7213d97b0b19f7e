import type { InvalidityGround } from '@wenzheng/contracts';
import { dateWords, documentInstantWords, fileSizeWords, invalidityGroundWords } from '@wenzheng/wording';
import { replyLine } from './letter.rules.js';

/** What a letter to the writer is about: the body of what goes back, by its type. */
interface Told {
  'message.registered': { registeredAt: string };
  'message.replied': { unit: { name: string }; text: string; interim: boolean; corrects: string | null; supplements: string | null; renews: string | null; attachments?: readonly { name: string; size: number; url: string }[] };
  'message.corrected': Told['message.replied'];
  'message.extended': { unit: { name: string }; reason: string; newDueOn: string };
  'message.ruled-invalid': { ground: InvalidityGround; reason: string; guidance: string; objectionUntil: string | null };
  'message.objection-decided': { outcome: 'upheld' | 'rejected'; reason: string };
  'message.transferred': { to: string; reason: string };
  'message.renewal-ordered': { unit: { name: string }; reason: string; dueOn: string };
  'message.renewal-declined': { reason: string };
}

export interface Content {
  type: string;
  data: Record<string, unknown> & { messageNumber: string; url: string };
}

export interface LetterFrame {
  /** The mailbox as people call it. */
  mailbox: string;
  city: string;
  trackingCode: string;
  /** 查询办理情况 */
  queryUrl: string;
  isPrivate: boolean;
  /** An answer to it is registered. */
  mayBeAnswered: boolean;
}

export interface LetterWords {
  subject: string;
  text: string;
}

/** As pages call it. */
function nameOfReply({ interim, corrects, supplements, renews }: Omit<Told['message.replied'], 'unit' | 'text' | 'attachments'>): string {
  if (corrects !== null) return '答复更正';
  if (supplements !== null) return '补充答复';
  if (renews !== null) return '二次办理答复';
  return interim ? '阶段性回复' : '答复';
}

interface Words {
  about: string;
  words: string[];
}

type Say = (data: never, number: string, frame: LetterFrame) => Words;

/** By their addresses: a letter with files of ours in it would be taken for anything. */
const attachmentWords = (attachments: NonNullable<Told['message.replied']['attachments']>, isPrivate: boolean): string =>
  [`附件${isPrivate ? '（凭受理编号和查询码打开来信后下载）' : ''}：`, ...attachments.map(({ name, size, url }, index) => `${index + 1}. ${name}（${fileSizeWords(size)}）${isPrivate ? '' : `\n   ${url}`}`)].join('\n');

const replied = ({ text, interim, attachments = [], ...reply }: Told['message.replied'], number: string, { isPrivate }: LetterFrame): Words => {
  const about = nameOfReply({ interim, ...reply });
  const { unit, corrects } = reply;
  return {
    about,
    words: [
      `您的来信（受理编号${number}），${unit.name}${corrects === null ? `${about}如下` : '对答复作出更正，以本次内容为准'}：`,
      text,
      ...(attachments.length > 0 ? [attachmentWords(attachments, isPrivate)] : []),
      ...(interim ? ['事项仍在办理，办结后将再次答复。'] : []),
    ],
  };
};

const says: { [Type in keyof Told]: (data: Told[Type], number: string, frame: LetterFrame) => Words } = {
  'message.registered': ({ registeredAt }, number, { mailbox, trackingCode, isPrivate }) => ({
    about: '来信已受理',
    words: [
      `您发至${mailbox}的来信已于${documentInstantWords(new Date(registeredAt))}受理登记。`,
      `受理编号：${number}\n查询码：${trackingCode}`,
      '承办单位将在3个工作日内以单位名义答复；3个工作日内不能办结的，会在该期限内说明原因，最长不超过10个工作日。',
      isPrivate
        ? '您的来信不公开，他人只能看到受理编号、承办单位、日期和办理状态。您的姓名和邮箱加密保存，每次查阅均有记录，您可以凭查询码查看。'
        : '来信和答复将隐去个人信息后公开。您的姓名和邮箱加密保存，每次查阅均有记录，您可以凭查询码查看。',
      '查询码可以打开您的来信，请妥善保管，不要转发给他人。',
    ],
  }),
  'message.replied': replied,
  'message.corrected': replied,
  'message.extended': ({ unit, reason, newDueOn }, number) => ({
    about: '延期说明',
    words: [`您的来信（受理编号${number}）由${unit.name}办理，因故不能在3个工作日内办结。`, `原因：${reason}`, `将在${dateWords(newDueOn)}以前（含当日）答复。`],
  }),
  'message.ruled-invalid': ({ ground, reason, guidance, objectionUntil }, number) => ({
    about: '不予受理告知',
    words: [
      `您的来信（受理编号${number}）经信息办认定不予受理。`,
      `理由：${invalidityGroundWords.zh[ground]}。\n${reason}`,
      ...(guidance ? [`建议：${guidance}`] : []),
      `对认定有异议的，可以凭受理编号和查询码${objectionUntil === null ? '' : `在${dateWords(objectionUntil)}以前（含当日）`}在网上提出一次异议，由作出认定以外的人员复核。`,
    ],
  }),
  'message.objection-decided': ({ outcome, reason }, number) => ({
    about: '异议处理结果',
    words: [outcome === 'upheld' ? `您对来信（受理编号${number}）不予受理提出的异议成立，来信恢复办理。` : `您对来信（受理编号${number}）不予受理提出的异议，经复核维持原认定。`, `理由：${reason}`],
  }),
  'message.transferred': ({ to, reason }, number) => ({ about: '转出告知', words: [`您的来信（受理编号${number}）已转${to}办理，由其答复您。`, `原因：${reason}`] }),
  'message.renewal-ordered': ({ unit, reason, dueOn }, number) => ({
    about: '二次办理告知',
    words: [`您对来信（受理编号${number}）的答复评价为不满意，经研究，责成${unit.name}二次办理，在${dateWords(dueOn)}以前（含当日）再次答复。`, `说明：${reason}`],
  }),
  'message.renewal-declined': ({ reason }, number) => ({ about: '评价处理结果', words: [`您对来信（受理编号${number}）的答复评价为不满意，经研究，不再二次办理。`, `说明：${reason}`] }),
};

/** Null of a type that letters have no words for. */
export function wordsOfLetter({ type, data }: Content, frame: LetterFrame): LetterWords | null {
  if (!Object.hasOwn(says, type)) return null;
  const { messageNumber } = data;
  const { about, words } = (says[type as keyof Told] as Say)(data as never, messageNumber, frame);
  const paragraphs = [
    ...(frame.mayBeAnswered ? [replyLine] : []),
    '您好：',
    ...words,
    `查询办理情况：${frame.queryUrl}`,
    `${frame.city}网络问政平台\n（代${frame.mailbox}发送）`,
    frame.mayBeAnswered ? '直接回复本邮件，内容将作为您对本件的追问或者新的来信登记。' : '本邮件由系统发送。需要继续反映的，请另行来信，并写明受理编号。',
  ];
  return { subject: `${about}（${messageNumber}）`, text: `${paragraphs.join('\n\n')}\n` };
}
