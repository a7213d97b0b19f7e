import { fieldNames } from './field-names.js';
import { platformProblem, type Problem } from './problem.js';

export interface Issue {
  readonly message: string;
  readonly code?: string;
  /** Of `unrecognized_keys`: the fields that nobody knows. */
  readonly keys?: readonly string[];
  /** Of `invalid_union`: what is wrong by each branch; none where a discriminator has no branch. */
  readonly errors?: readonly (readonly Issue[])[];
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/** What is wrong with a field, in words; the codes are Zod's. */
const words: Readonly<Record<string, { zh: string; en: string }>> = {
  unrecognized_keys: { zh: '没有这一项', en: 'is unknown' },
  invalid_type: { zh: '缺少或类型不对', en: 'is missing or of another type' },
  invalid_value: { zh: '不是可选的值', en: 'is none of the values' },
  invalid_format: { zh: '格式不对', en: 'is not of the format' },
  too_small: { zh: '为空、过短或过小', en: 'is empty, too short or too small' },
  too_big: { zh: '过长或过大', en: 'is too long or too large' },
};
const other = { zh: '不符合要求', en: 'is not valid' };
const whole = { zh: '提交的内容', en: 'the body' };

const mostNamed = 20;

/** Names the fields at fault, of a body, a query or a path, by pointer and in words, and never repeats a value that was sent. */
export function invalidRequest(issues: readonly Issue[]): Problem {
  const faults = issues.flatMap(faultsOf).slice(0, mostNamed);
  const errors = faults.map(({ path, code }) => ({ pointer: path.length === 0 ? '' : '/' + path.map(escaped).join('/'), code }));
  const sentence = (language: 'zh' | 'en') => (fault: { path: string[]; code: string }) => {
    const field = fault.path.length === 0 ? whole[language] : language === 'zh' ? fault.path.map(nameInChinese).join('·') : fault.path.join('.');
    const what = (words[fault.code] ?? other)[language];
    return language === 'zh' ? `${field}${what}` : `${field} ${what}`;
  };
  const fields = { zh: faults.map(sentence('zh')).join('；'), en: faults.map(sentence('en')).join('; ') };
  return platformProblem('invalid-request', { errors, parameters: { fields } });
}

function faultsOf({ code = 'invalid', keys, errors = [], path = [] }: Issue): { path: string[]; code: string }[] {
  const place = path.map((part) => nameOf(typeof part === 'object' ? part.key : part));
  const branch = nearestOf(errors);
  if (branch) return branch.flatMap(faultsOf).map((fault) => ({ ...fault, path: [...place, ...fault.path] }));
  return keys ? keys.map((key) => ({ path: [...place, nameOf(key)], code })) : [{ path: place, code }];
}

/**
 * The branch of a union that was meant: in whose fixed values, as of a `kind`, nothing is wrong, and then the one with the fewest faults. None where every branch
 * refuses the value as a whole: nobody can say which was meant.
 */
function nearestOf(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const inside = branches.filter((issues) => issues.every(({ path = [], keys }) => path.length > 0 || keys));
  const meant = (issues: readonly Issue[]) => (issues.some(({ code }) => code === 'invalid_value') ? 1_000 : 0) + issues.flatMap(faultsOf).length;
  return inside.toSorted((a, b) => meant(a) - meant(b))[0];
}

/** `items.0.text` is 条目·第1项·正文. */
const nameInChinese = (part: string): string => (/^\d+$/.test(part) ? `第${Number(part) + 1}项` : (Object.hasOwn(fieldNames, part) ? fieldNames[part]! : part));

/** A name may be anything that a stranger has sent: what is no name of a field is shown as none. */
const nameOf = (key: PropertyKey): string => (/^[\w.-]{1,60}$/.test(String(key)) ? String(key) : '…');

/** RFC 6901 */
const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
