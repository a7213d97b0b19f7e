import type { NotifierOutcome } from './notifier.js';

const timeoutMs = 15_000;
const longestAnswer = 64 * 1_024;

export interface JsonAnswer {
  status: number;
  body: Record<string, unknown>;
  retryAfter: number | undefined;
}

/** Asks a configured host for JSON; a redirect leads nowhere else. @throws where there is no answer in time */
export async function askJson(url: URL, init: { headers?: Record<string, string>; body?: unknown } = {}): Promise<JsonAnswer> {
  const response = await fetch(url, {
    method: init.body === undefined ? 'GET' : 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: 'application/json', ...(init.body === undefined ? {} : { 'content-type': 'application/json' }), ...init.headers },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  });
  const seconds = Number(response.headers.get('retry-after'));
  return { status: response.status, body: objectOf(await start(response)), retryAfter: seconds > 0 ? seconds : undefined };
}

async function start(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > longestAnswer) break;
  }
  return text;
}

function objectOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** No answer, or one that says nothing: perhaps the next time. */
export async function orRetry(attempt: () => Promise<NotifierOutcome>): Promise<NotifierOutcome> {
  try {
    return await attempt();
  } catch (error) {
    return { kind: 'retry', reason: error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable' };
  }
}

export const again = (reason: string, afterSeconds?: number): NotifierOutcome => ({ kind: 'retry', reason, ...(afterSeconds === undefined ? {} : { afterSeconds }) });

/** How WeCom 企业微信 and DingTalk 钉钉 answer: HTTP 200 and a number of their own. */
export function outcomeOfCode({ status, body, retryAfter }: JsonAnswer, refusals: ReadonlySet<number>, deliveryId: unknown = null): NotifierOutcome {
  if (status !== 200) return again(`HTTP ${status}`, retryAfter);
  const code = body['errcode'];
  if (code === 0) return { kind: 'sent', deliveryId: deliveryId === null || deliveryId === undefined ? null : String(deliveryId).slice(0, 200) };
  if (typeof code !== 'number') return again('no errcode');
  return refusals.has(code) ? { kind: 'refused', reason: `errcode ${code}` } : again(`errcode ${code}`);
}

/** An application's access token, asked for once and kept until shortly before it runs out. */
export class AccessToken {
  private kept: { token: string; until: number } | undefined;

  constructor(private readonly url: () => URL) {}

  async get(): Promise<string> {
    if (this.kept && this.kept.until > Date.now()) return this.kept.token;
    const { body } = await askJson(this.url());
    const { access_token: token, expires_in: seconds } = body;
    if (body['errcode'] !== 0 || typeof token !== 'string' || typeof seconds !== 'number') throw new Error('no access token');
    this.kept = { token, until: Date.now() + Math.max(0, seconds - 300) * 1_000 };
    return token;
  }

  forget(): void {
    this.kept = undefined;
  }
}
