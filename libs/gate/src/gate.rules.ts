import { hidden, redact } from '@wenzheng/redaction';
import { readable, sentencesOf } from './clauses.js';
import { finding, type Finding } from './findings.js';
import { personalSignatureIn, personIn, salutationIn } from './names.rules.js';
import { equality, sameFrom } from './similarity.rules.js';
import { kindOf } from './substance.rules.js';

/** What is known around a reply; whatever is left out is not judged by. */
export interface GateContext {
  /** The message's own number: others of its shape are other messages'. */
  number?: string;
  /** Numbers of messages that this one is merged with, follows up or is followed up by. */
  linkedNumbers?: readonly string[];
  /** Every name that the answering unit goes by. */
  ownNames?: readonly string[];
  /** Names of the other units. */
  otherUnits?: readonly string[];
  /** How many attachments and pictures go with the reply. */
  attachments?: number;
  /** Replies to other matters that may be the same as this one. */
  others?: readonly { number: string; text: string }[];
}

const fewest = 2;

/**
 * What a reply must stand before it is published, R03 and R09. It is judged by what it says, sentence by sentence, and never by its length: it is worthless where no sentence gives an outcome, a finding, a reason,
 * a rule, a date, or whom to turn to and how.
 */
export function judgeReply(text: string, context: GateContext = {}): Finding[] {
  if (readable(text) < fewest) return [finding('no-content')];
  return [...judgeContent(text), ...judgeAttachment(text, context), ...judgeMixUp(text, context), ...judgePersons(text)];
}

function judgeContent(text: string): Finding[] {
  const kinds = sentencesOf(text).map((sentence) => ({ kind: kindOf(sentence), sentence }));
  const first = (wanted: string) => kinds.find(({ kind }) => kind === wanted)?.sentence.text ?? null;
  if (first('substance') !== null) return [];
  if (first('named') !== null) return [finding('office-without-way', first('named'))];
  return first('away') !== null ? [finding('turned-away', first('away'))] : [finding('no-outcome')];
}

// An attachment of a document that is cited, 《…》附件2, is not this reply's; one whose text follows is there.
const attachment = /(?:详见|请见|请看|见|参见|查看|查阅|下载)[^。！？\n]{0,6}(?:附件|附表|附图|下图|图片|照片|附后)|如(?:下图|图所示|附件)|(?:附件|附图|附表)[\d一二三]?\s*[:：][^\n]{0,60}\s*$/u;

function judgeAttachment(text: string, { attachments }: GateContext): Finding[] {
  if (attachments === undefined || attachments > 0) return [];
  const found = attachment.exec(text);
  return found ? [finding('missing-attachment', found[0].trim())] : [];
}

function judgeMixUp(text: string, { number, linkedNumbers = [], ownNames, otherUnits = [], others = [] }: GateContext): Finding[] {
  const found: Finding[] = [];
  const foreign = number === undefined ? undefined : text.match(shapeOf(number))?.find((other) => other !== number && !linkedNumbers.includes(other));
  if (foreign) found.push(finding('other-number', foreign));
  const signer = ownNames === undefined ? undefined : foreignSigner(text, ownNames, otherUnits);
  if (signer) found.push(finding('other-unit', signer));
  const same = others.find((other) => equality(text, other.text) >= sameFrom);
  if (same) found.push(finding('same-as-other', same.number));
  return found;
}

/** Whatever is written like this number: HN20261123-0001 and all of its kind. */
const shapeOf = (number: string): RegExp =>
  new RegExp(`(?<![A-Za-z\\d])${number.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replace(/\d+/gu, (digits) => `\\d{${digits.length}}`)}(?![A-Za-z\\d])`, 'gu');

function foreignSigner(text: string, ownNames: readonly string[], otherUnits: readonly string[]): string | undefined {
  const foot = text.trimEnd().split(/[。！!\n]|\s{2,}/u).map((line) => line.replace(/[\s\d年月日./-]+$/u, '').trim()).filter((line) => line !== '').at(-1) ?? '';
  if (ownNames.some((name) => foot.endsWith(name))) return undefined;
  return otherUnits.filter((name) => foot === name || foot.endsWith(` ${name}`)).toSorted((a, b) => b.length - a.length)[0];
}

function judgePersons(text: string): Finding[] {
  const found: Finding[] = [];
  const addressed = salutationIn(text);
  if (addressed !== null) found.push(finding('other-name', addressed));
  const signer = personalSignatureIn(text);
  if (signer !== null) found.push(finding('signed-by-person', signer));
  const named = personIn(text) ?? hiddenDetail(text);
  if (named !== null) found.push(finding('third-person', named));
  return found;
}

/** Papers, accounts and plates; telephone numbers and mailboxes are what a unit may well give. The placeholder is quoted, never the number. */
const hiddenDetail = (text: string): string | null => redact(text).match(hidden)?.find((placeholder) => /身份证|证件|银行卡|账号|车牌/u.test(placeholder)) ?? null;
