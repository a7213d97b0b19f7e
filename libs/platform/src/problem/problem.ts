import { z } from 'zod';

/** One kind of error: its HTTP status and what a person reads, in Chinese and in English. `{name}` stands for a parameter. */
export interface ProblemDefinition {
  status: number;
  zh: string;
  en: string;
}

/** Kinds of error by their codes. */
export type ProblemCatalogue = Readonly<Record<string, ProblemDefinition>>;

/** What is said in words has them in both languages. */
export type ProblemParameters = Record<string, string | number | { zh: string; en: string }>;

export interface ProblemOptions {
  parameters?: ProblemParameters;
  /** Fields at fault: `pointer` is a JSON pointer into the body, `/name` of a parameter too, `/headers/name` of a header. */
  errors?: { pointer: string; code: string }[];
  retryAfterSeconds?: number;
}

/** RFC 9457, as every error is answered. */
export const problemSchema = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('stable; `x-problems` lists all of them'),
    instance: z.url().describe('number of the request, which the log has too'),
    errors: z
      .array(z.object({ pointer: z.string(), code: z.string() }))
      .describe('fields at fault, and never what was sent')
      .optional(),
  })
  .describe('RFC 9457 problem document, in Chinese unless Accept-Language wants en most.');

/** An error whose consequence is decided: it becomes an RFC 9457 document with the stable `code`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(
    readonly code: string,
    readonly definition: ProblemDefinition,
    readonly options: ProblemOptions = {},
  ) {
    super(code);
  }

  get status(): number {
    return this.definition.status;
  }

  /** application/problem+json, in the reader's language. */
  toDocument(language: 'zh' | 'en', instance: string): z.infer<typeof problemSchema> {
    const text = fill(this.definition[language], this.options.parameters ?? {}, language);
    return {
      type: `urn:wenzheng:problem:${this.code}`,
      title: text,
      status: this.status,
      detail: text,
      code: this.code,
      instance,
      ...(this.options.errors ? { errors: this.options.errors } : {}),
    };
  }
}

function fill(text: string, parameters: ProblemParameters, language: 'zh' | 'en'): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name] ?? whole;
    if (typeof value === 'object') return value[language];
    return language === 'zh' ? withChineseDates(String(value)) : String(value);
  });
}

/** 2026年10月9日: a sentence for people has no date as machines write it. An instant stays one. */
const withChineseDates = (text: string): string => text.replace(/\b(\d{4})-(\d{2})-(\d{2})\b(?![T-])/g, (_, year, month, day) => `${year}年${Number(month)}月${Number(day)}日`);

/**
 * Declares a service's errors. The result makes problems by code, so that a code stands in one place;
 * `catalogue` is what the documentation is checked against, `pick` some of it, for one operation's answers.
 */
export function defineProblems<Code extends string>(catalogue: Record<Code, ProblemDefinition>) {
  const make = (code: Code, options?: ProblemOptions) => new Problem(code, catalogue[code], options);
  const pick = (...codes: Code[]): ProblemCatalogue => Object.fromEntries(codes.map((code) => [code, catalogue[code]]));
  return Object.assign(make, { catalogue, pick });
}

export const platformProblem = defineProblems({
  'invalid-request': { status: 400, zh: '请求内容不符合要求：{fields}。', en: 'The request is not valid: {fields}.' },
  'malformed-body': { status: 400, zh: '提交的内容无法识别。', en: 'The body is not valid JSON.' },
  'malformed-request': { status: 400, zh: '请求无法识别。', en: 'The request cannot be understood.' },
  unauthenticated: { status: 401, zh: '请先登录：没有登录，或登录已失效。', en: 'Sign in first: the access token is missing, invalid or expired.' },
  forbidden: { status: 403, zh: '没有权限：此项由{roles}办理。', en: 'Not allowed: one of these roles is needed: {roles}.' },
  'duties-not-separated': {
    status: 403,
    zh: '职责须分离：同一账号不能同时是{roles}。',
    en: 'Duties are separate: no token may hold all of these roles: {roles}.',
  },
  'not-found': { status: 404, zh: '没有找到。', en: 'Not found.' },
  'method-not-allowed': { status: 405, zh: '不支持这种请求方法。', en: 'This method is not supported.' },
  'request-timeout': { status: 408, zh: '请求没有在规定时间内发完。', en: 'The request did not arrive in time.' },
  'payload-too-large': { status: 413, zh: '提交的内容过大。', en: 'The body is too large.' },
  'uri-too-long': { status: 414, zh: '地址过长。', en: 'The address is too long.' },
  'unsupported-media-type': { status: 415, zh: '不支持这种内容类型。', en: 'Unsupported content type; use application/json.' },
  'rate-limited': { status: 429, zh: '操作过于频繁，请稍后再试。', en: 'Too many requests; try again later.' },
  'headers-too-large': { status: 431, zh: '请求附带的信息过多。', en: 'The headers are too large.' },
  internal: { status: 500, zh: '系统内部错误，请稍后再试；仍有问题的，请将错误编号告知管理员。', en: 'Internal error; its number is in instance.' },
  unavailable: { status: 503, zh: '服务暂时不可用，请稍后再试。', en: 'Temporarily unavailable; try again later.' },
});
