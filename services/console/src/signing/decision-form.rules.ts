import type { Faults } from '@wenzheng/page-frame';
import type { Finding } from './signing-case.js';
import type { Step } from './signing-case.rules.js';

/** 常用意见, for one hand. */
export const quickReasons = ['未回应来信所问', '请写明办理结果和时间', '请核实事实后重拟', '语气、格式须修改', '含个人信息，请删去'] as const;
export const longestReason = 1_000;
export const longestAnswer = 500;

/** What a person has typed on the page of a draft. */
export interface Typed {
  /** The version that was read. */
  version: number;
  /** Of the deed: the same form twice is one. */
  key: string;
  quick: string[];
  reason: string;
  /** To whom it is referred. */
  to: string;
  /** Why it stands in spite of what the check found. */
  answers: { finding: string; reason: string }[];
}

type Fields = Readonly<Record<string, string | string[] | undefined>>;
const listOf = (value: string | string[] | undefined): string[] => (value === undefined ? [] : [value].flat());
const textOf = (value: string | string[] | undefined): string => (listOf(value)[0] ?? '').replaceAll('\r\n', '\n');

/** Whatever came: a form that makes no sense is one of another version, which is read anew. */
export function readTyped(fields: Fields): Typed {
  const [findings, answers] = [listOf(fields['finding']), listOf(fields['answer'])];
  const version = textOf(fields['version']);
  return {
    version: /^[1-9]\d{0,5}$/.test(version) ? Number(version) : 0,
    key: /^[\w-]{1,64}$/.test(textOf(fields['key'])) ? textOf(fields['key']) : '',
    quick: quickReasons.filter((one) => listOf(fields['quick']).includes(one)),
    reason: textOf(fields['reason']).trim(),
    to: textOf(fields['to']).slice(0, 200),
    answers: findings.map((finding, index) => ({ finding, reason: (answers[index] ?? '').replaceAll('\r\n', '\n').trim() })),
  };
}

export const answerTo = ({ answers }: Typed, code: string): string => answers.find(({ finding }) => finding === code)?.reason ?? '';
export const answerId = (code: string): string => `answer-${code}`;

/** The words that go to whoever wrote it. */
export const reasonOf = ({ quick, reason }: Pick<Typed, 'quick' | 'reason'>): string => [...quick, ...(reason === '' ? [] : [reason])].join('；');

export function faultsOfSendingBack(typed: Typed): Faults {
  const { length } = reasonOf(typed);
  if (length === 0) return { reason: '请选择或填写退回的理由' };
  return length > longestReason ? { reason: `理由请在${longestReason}字以内，现为${length}字` } : {};
}

export const faultsOfReferring = ({ to }: Typed): Faults => (to === '' ? { to: '请选择由谁审核' } : {});

/** A soft finding needs its answer, or the reply comes back. */
export function faultsOfSigning(typed: Typed, soft: readonly Finding[], step: Step): Faults {
  if (step === 'approve') return {};
  return Object.fromEntries(
    soft.flatMap(({ code }) => {
      const { length } = answerTo(typed, code);
      if (length === 0) return [[answerId(code), '请说明仍可签发的理由']];
      return length > longestAnswer ? [[answerId(code), `说明请在${longestAnswer}字以内，现为${length}字`]] : [];
    }),
  );
}
