/** What a service or the link said instead of an answer, in words to be shown as they are. */
export class RequestProblem extends Error {
  constructor(
    /** 0 where no answer came. */
    readonly status: number,
    readonly code: string,
    message: string,
    /** Pointers of the fields that are wrong, `/newDueOn`. */
    readonly fields: readonly string[] = [],
  ) {
    super(message);
    this.name = 'RequestProblem';
  }

  /** No answer, or one that says to come again: what was typed is kept and sent later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

interface ProblemDocument {
  code?: string;
  title?: string;
  detail?: string;
  errors?: { pointer: string }[];
}

/** RFC 9457: the services speak Chinese, so that their sentence is shown. */
export function problemOf(status: number, document: unknown): RequestProblem {
  const { code, title, detail, errors } = (typeof document === 'object' && document !== null ? document : {}) as ProblemDocument;
  const words = detail ?? title ?? (status === 503 ? '服务暂时繁忙，请稍后再试。' : `未能取得数据（${status}）。`);
  return new RequestProblem(status, code ?? 'unknown', words, (errors ?? []).map(({ pointer }) => pointer));
}

export const lostLink = (): RequestProblem => new RequestProblem(0, 'lost-link', '连接中断，请检查网络后重试。');

/** The words for whatever was thrown. */
export function wordsOf(error: unknown): string {
  return error instanceof RequestProblem ? error.message : '页面出错了，请刷新后再试。';
}
