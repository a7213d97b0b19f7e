import { isProse, messageKindSchema, nfkc, withLineFeeds, type MessageKind, type Visibility } from '@wenzheng/contracts';
import { harmsIn } from '@wenzheng/gate';
import { z } from 'zod';
import { findUnit, type ListedUnit } from './unit-search.rules.js';

export const longest = { title: 25, text: 2_000 };

const field = (maximum: number) => z.string().catch('').transform((text) => text.slice(0, maximum));

/** The fields as they were typed. What is missing or comes twice is empty: a person is told so at the field. */
const typedSchema = z.object({
  form: field(1_000),
  kind: field(20),
  unit: field(200),
  /** 在线访谈 in which it is asked, by its id; empty: none. */
  session: field(36),
  title: field(1_000),
  text: field(30_000).transform((text) => text.replace(/\r\n?/g, '\n')),
  visibility: field(20),
  phone: field(100),
  email: field(300),
  consent: field(5),
  /** For what kinds of words it was advised that the letter be private. */
  advised: field(40),
  /** Hidden from people: what is typed here was typed by a program. */
  website: field(200),
  answer: field(20),
  proof: field(2_000),
  /** Files that have come already, and which of them are to go on. */
  files: field(10_000),
  keep: z.union([z.string(), z.array(z.string())]).catch([]).transform((all) => [all].flat().slice(0, 20)),
});
export type Typed = z.output<typeof typedSchema>;
export const readTyped = (body: unknown): Typed => typedSchema.parse(body ?? {});
export const untouched: Typed = readTyped({});

/** What is to be registered. */
export interface Letter {
  kind: MessageKind;
  unit: string | undefined;
  title: string;
  text: string;
  visibility: Visibility;
  phone: string | undefined;
  email: string | undefined;
}

export type Checked = { letter: Letter; faults?: undefined } | { letter?: undefined; faults: Record<string, string> };

/** A letter, or what is to be mended, field by field in the order of the form. */
export function checkLetter(typed: Typed, units: readonly ListedUnit[]): Checked {
  const faults: Record<string, string> = {};
  const kind = messageKindSchema.safeParse(typed.kind).data;
  if (!kind) faults.kind = '请选择类别';
  const unit = findUnit(typed.unit, units);
  if (unit.words) faults.unit = unit.words;
  const title = withLineFeeds(typed.title).replace(/\s+/g, ' ').trim();
  const titleFault = faultOfWords(title, { missing: '请填写标题', name: '标题', maximum: longest.title });
  if (titleFault) faults.title = titleFault;
  const text = withLineFeeds(typed.text).trim();
  const textFault = faultOfWords(text, { missing: '请填写内容', name: '内容', maximum: longest.text });
  if (textFault) faults.text = textFault;
  const visibility = kind === 'report' || typed.visibility === 'private' ? 'private' : 'public';
  if (kind !== 'report' && typed.visibility !== 'public' && typed.visibility !== 'private') faults.visibility = '请选择是否公开';
  const phone = mobileOf(typed.phone);
  if (phone !== '' && !isMobile(phone)) faults.phone = '手机号应为11位数字';
  const email = nfkc(typed.email).trim();
  if (email !== '' && !(email.length <= 254 && /^[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@.<>"',;]+$/.test(email))) faults.email = '电子邮箱应写成 name@example.com 的样子';
  if ((phone !== '' || email !== '') && typed.consent !== 'yes') faults.consent = '请勾选同意，或者不留联系方式';
  if (!kind || Object.keys(faults).length > 0) return { faults };
  return { letter: { kind, unit: unit.code, title, text, visibility, phone: phone || undefined, email: email || undefined } };
}

/** As it is dialled: without blanks, hyphens and the country's prefix. */
export const mobileOf = (typed: string): string => nfkc(typed).replace(/[\s-]/g, '').replace(/^\+?86(?=1)/, '');
export const isMobile = (phone: string): boolean => /^1[3-9]\d{9}$/.test(phone);

function faultOfWords(words: string, { missing, name, maximum }: { missing: string; name: string; maximum: number }): string | null {
  if (words === '') return missing;
  const count = [...words].length;
  if (count > maximum) return `${name}有${count.toLocaleString('en-US')}字，最多${maximum.toLocaleString('en-US')}字`;
  return isProse(words) ? null : `${name}里没有文字，或者含有不能保存的字符`;
}

const advice = {
  minor: '内容可能涉及未成年人，已为您改选“不公开”。确定要公开的，请改选“公开”后再提交',
  health: '内容可能涉及个人疾病或健康，已为您改选“不公开”。确定要公开的，请改选“公开”后再提交',
} as const;
export type Advice = keyof typeof advice;
export const adviceWords: Readonly<Record<Advice, string>> = advice;

/** Why a public letter had better be private; its writer decides, once asked. */
export function adviceFor({ title, text, visibility }: Letter, advised: string): Advice | null {
  if (visibility === 'private') return null;
  const found = harmsIn({ title, text }).map(({ code }) => code);
  return (['minor', 'health'] as const).find((one) => found.includes(one) && !advised.split(' ').includes(one)) ?? null;
}
