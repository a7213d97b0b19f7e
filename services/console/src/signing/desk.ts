import { Inject, Injectable } from '@nestjs/common';
import type { ServiceName } from '@wenzheng/contracts';
import { Problem } from '@wenzheng/platform';
import { stateCouncilCalendar, type Notice, type WorkingCalendar } from '@wenzheng/working-days';
import type { KnownDeadline } from '../page/deadline.rules.js';
import { problem } from '../problems.js';
import { unavailable, Upstream } from '../upstream/upstream.js';
import type { Decision, Differences, Draft, Finding, Letter, Place, SigningCase, Waiting } from './signing-case.js';
import { versionToCompare } from './signing-case.rules.js';

export interface DecisionBody {
  version: number;
  decision: Decision;
  to?: string;
  reason?: string;
  findingReasons?: readonly { finding: string; reason: string }[];
}

/** Notices of the State Council come once a year. */
const calendarMs = 600_000;
type Page<Item> = { items: Item[] };

/** What the services say of what waits for a person's signature, asked with that person's token. */
@Injectable()
export class Desk {
  private known: { at: number; calendar: WorkingCalendar } | undefined;

  constructor(@Inject(Upstream) private readonly upstream: Upstream) {}

  async waiting(token: string): Promise<Waiting[]> {
    return (await this.read<Page<Waiting>>('routing', '/v1/sign-offs?limit=200', token)).items;
  }

  /** The draft and its letter are needed; what else cannot be had is left out. */
  async open(draftId: string, token: string): Promise<SigningCase> {
    const draft = await this.read<Draft>('routing', `/v1/drafts/${draftId}`, token);
    const letter = await this.read<Letter>('routing', `/v1/messages/${draft.messageId}`, token);
    const [deadline, findings, differences, place] = await Promise.all([
      this.read<KnownDeadline>('deadline-supervision', `/v1/deadlines/${draft.messageId}`, token).catch(unlessSignedOut),
      this.findings(draft, letter, token).catch(unlessSignedOut),
      this.differences(draft, token).catch(unlessSignedOut),
      this.place(draftId, token).catch(unlessSignedOut),
    ]);
    return { draft, letter, deadline, findings, differences, place };
  }

  /** The same key again is the same deed. @returns what stands in its way, in the service's words */
  async decide(draftId: string, body: DecisionBody, { key, token }: { key: string; token: string }): Promise<Problem | null> {
    try {
      await this.ask('routing', { method: 'POST', path: `/v1/drafts/${draftId}/decisions`, body, headers: { 'idempotency-key': key } }, token);
      return null;
    } catch (error) {
      if (error instanceof Problem && error.code.startsWith('routing.')) return error;
      throw error;
    }
  }

  async calendar(token: string): Promise<WorkingCalendar> {
    if (this.known && Date.now() - this.known.at < calendarMs) return this.known.calendar;
    const notices = await this.read<Page<Notice & { shipped: boolean }>>('deadline-supervision', '/v1/calendar/notices?limit=100', token).catch(unlessSignedOut);
    if (!notices) return this.known?.calendar ?? stateCouncilCalendar;
    const calendar = notices.items.filter(({ shipped }) => !shipped).reduce((before, { year, papers, days }) => before.with({ year, papers, days }), stateCouncilCalendar);
    this.known = { at: Date.now(), calendar };
    return calendar;
  }

  /** The gate judges replies, not what explains a delay. */
  private async findings({ kind, current, attachments }: Draft, { messageNumber }: Letter, token: string): Promise<Finding[]> {
    if (kind === 'extension') return [];
    return (await this.ask<{ findings: Finding[] }>('publication', { method: 'POST', path: '/v1/reply-checks', body: { messageNumber, text: current.text, attachments: attachments.filter(({ state }) => state === 'stored').length } }, token)).findings;
  }

  private async differences(draft: Draft, token: string): Promise<Differences | null> {
    const since = versionToCompare(draft);
    if (since === null) return null;
    const { version } = draft.current;
    return { since, parts: (await this.read<{ differences: Differences['parts'] }>('routing', `/v1/drafts/${draft.draftId}/differences?from=${since}&to=${version}`, token)).differences };
  }

  private async place(draftId: string, token: string): Promise<Place | null> {
    const waiting = await this.waiting(token);
    const index = waiting.findIndex((one) => one.draftId === draftId);
    return index === -1 ? null : { at: index + 1, of: waiting.length, deputyOf: waiting[index]?.deputyOf?.name ?? null };
  }

  private read<Body>(service: ServiceName, path: string, token: string): Promise<Body> {
    return this.ask<Body>(service, { method: 'GET', path }, token);
  }

  /** @throws Problem the service's own; `console.signed-out` where it knows the person no longer */
  private async ask<Body>(service: ServiceName, request: { method: string; path: string; body?: object; headers?: Record<string, string> }, token: string): Promise<Body> {
    const { status, body } = await this.upstream.json<Body & { code?: string; detail?: string }>(service, { ...request, token });
    if (status < 300) return body;
    if (status === 401) throw problem('console.signed-out');
    if (status >= 500) throw unavailable(service);
    throw new Problem(body.code ?? 'unknown', { status, zh: body.detail ?? '', en: body.detail ?? '' });
  }
}

function unlessSignedOut(error: unknown): null {
  if (error instanceof Problem && error.code !== 'console.signed-out') return null;
  throw error;
}
