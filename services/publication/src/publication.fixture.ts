// What the integration specs share: the service on real PostgreSQL and NATS with a clock that stands, a loopback intake
// that signs tickets, and the events of one message. Specs alone import it.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createEvent,
  deadlineOpened,
  extensionSubmitted,
  messageAssigned,
  messageRegistered,
  replySubmitted,
  type EventDefinition,
  type EventEnvelope,
  type EventData,
} from '@wenzheng/contracts';
import { applyTopology, openService } from '@wenzheng/messaging';
import { ServiceFixture, type Replica } from '@wenzheng/testing';
import { businessDateOf, stateCouncilCalendar } from '@wenzheng/working-days';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { evidence, migrations } from './migrations.js';
import { publicationService } from './service.js';

export const publicUrl = 'http://portal.example';

/** Intake's endpoints for queries, as its interface says: a ticket for the right pair, 404 for any other, and what its holder may still do. */
export class Intake {
  answer: (pair: { number: string; trackingCode: string }) => { status: number; messageId?: string } = () => ({ status: 404 });
  openActs: object | null = null;
  readonly asked: { number: string; trackingCode: string }[] = [];
  /** For whom it was asked. */
  readonly callers: unknown[] = [];

  private constructor(
    readonly url: string,
    private readonly key: { privateKey: CryptoKey; jwk: JWK },
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<Intake> {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'ticket-1', alg: 'EdDSA', use: 'sig' };
    const server = createServer(async (request, response) => {
      const body = await new Response(request as unknown as ReadableStream).text();
      intake.callers.push(request.headers['x-forwarded-for']);
      const [status, answer] = await intake.handle(request.url ?? '', body);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const close = () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    const intake = new Intake(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { privateKey, jwk }, close);
    return intake;
  }

  ticket(messageId: string, options: { issuer?: string; audience?: string; seconds?: number } = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({})
      .setProtectedHeader({ alg: 'EdDSA', kid: 'ticket-1' })
      .setIssuer(options.issuer ?? 'wenzheng-intake')
      .setSubject(messageId)
      .setAudience(options.audience ?? 'wenzheng-writer')
      .setExpirationTime(now + (options.seconds ?? 900))
      .sign(this.key.privateKey);
  }

  private async handle(path: string, body: string): Promise<[number, unknown]> {
    if (path === '/v1/ticket-keys') return [200, { keys: [this.key.jwk] }];
    if (path.endsWith('/open-acts')) return this.openActs ? [200, this.openActs] : [503, {}];
    const pair = JSON.parse(body) as { number: string; trackingCode: string };
    this.asked.push(pair);
    const { status, messageId } = this.answer(pair);
    if (!messageId) return [status, { code: 'intake.number-or-code-wrong', status }];
    const expiresAt = new Date(Date.now() + 900_000).toISOString();
    return [status, { ticket: await this.ticket(messageId), messageId, expiresAt }];
  }
}

/** One replica of the service, which begins with the fixture. */
export class Fixture extends ServiceFixture {
  intake!: Intake;
  private replica!: Replica;

  static async create({ listen = true }: { listen?: boolean } = {}): Promise<Fixture> {
    const intake = await Intake.start();
    const fixture = await Fixture.of({
      service: 'publication',
      migrations,
      evidence,
      topology: applyTopology,
      open: (environment, clock) => openService(publicationService, environment, () => clock),
      environment: {
        LOG_KEY: Buffer.alloc(32, 7).toString('base64'),
        READ_BACK_SECONDS: '0', PUBLIC_URL: publicUrl, INTAKE_URL: intake.url, CITY_NAME: '淮南市', ORGANISER: '淮南市人民政府办公室',
        // Specs begin again with the same message ids; rendered pages must not outlive their rows.
        PAGE_CACHE_MIB: '0',
        // Specs are readers of every address.
        TRUSTED_PROXIES: '127.0.0.1',
      },
      instant: '2026-09-20T09:00:00+08:00',
    });
    fixture.onDrop(() => intake.close());
    fixture.intake = intake;
    fixture.replica = await fixture.start({}, { reading: listen });
    return fixture;
  }

  get app(): Replica['app'] {
    return this.replica.app;
  }

  get url(): string {
    return this.replica.url;
  }

  handle(...events: EventEnvelope[]): Promise<void> {
    return this.replica.handle(...events);
  }

  async page(path: string, headers: Record<string, string> = {}): Promise<string> {
    const response = await fetch(this.url + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });
    return response.text();
  }

  emitted<Data>(definition: EventDefinition<Data>): Promise<EventEnvelope<Data>[]> {
    return this.events<Data>(definition.subject);
  }
}

export const idOf = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const unit = { code: 'urban-management', name: '市城市管理局' };

export const eventOf = <Data>(definition: EventDefinition<Data>, sequence: number, time: string, data: Data): EventEnvelope<Data> =>
  createEvent(definition, { subject: (data as { messageId?: string }).messageId ?? 'none', sequence, time: new Date(time), data });

export function registered(n: number, changes: Partial<EventData<typeof messageRegistered>> = {}): EventEnvelope {
  const registeredAt = changes.registeredAt ?? '2026-09-18T15:20:00+08:00';
  return eventOf(messageRegistered, 1, registeredAt, {
    messageId: idOf(n),
    messageNumber: `HN20260918-${String(n).padStart(4, '0')}`,
    channel: 'board',
    registeredAt,
    occurredAt: registeredAt,
    kind: 'complaint',
    visibility: 'public',
    title: '和平路夜间路灯不亮',
    text: '\t和平路从一中到桥头，\n路灯三天不亮。联系电话13812345678。',
    addressedUnit: null,
    authorHash: createHash('sha256').update(String(n)).digest('hex'),
    sessionId: null,
    historical: false,
    ...changes,
  });
}

export const assigned = (n: number, to = unit, sequence = 1): EventEnvelope =>
  eventOf(messageAssigned, sequence, '2026-09-18T16:00:00+08:00', {
    messageId: idOf(n), unit: to, assignedAt: '2026-09-18T16:00:00+08:00', by: 'remit', reason: '职责“路灯”',
  });

export const replied = (n: number, changes: Partial<EventData<typeof replySubmitted>> & { sequence?: number } = {}): EventEnvelope => {
  const { sequence = 2, ...data } = changes;
  const submittedAt = data.submittedAt ?? '2026-09-20T08:00:00+08:00';
  return eventOf(replySubmitted, sequence, submittedAt, {
    messageId: idOf(n), replyId: idOf(10_000 + n), unit, text: '您好，路灯已修复，请致电0554-1234567核实。', interim: false, submittedAt, historical: false, ...data,
  });
};

export const extended = (n: number, changes: Partial<EventData<typeof extensionSubmitted>> & { sequence?: number } = {}): EventEnvelope => {
  const { sequence = 3, ...data } = changes;
  const submittedAt = data.submittedAt ?? '2026-09-19T10:00:00+08:00';
  return eventOf(extensionSubmitted, sequence, submittedAt, {
    messageId: idOf(n), extensionId: idOf(20_000 + n), unit, reason: '线路需整体更换，联系人13912345678。', newDueOn: '2026-09-24', submittedAt, ...data,
  });
};

export function opened(n: number, registeredAt = '2026-09-18T15:20:00+08:00'): EventEnvelope {
  const from = businessDateOf(new Date(registeredAt));
  const reply = stateCouncilCalendar.addWorkingDays(from, 3);
  const final = stateCouncilCalendar.addWorkingDays(from, 10);
  return eventOf(deadlineOpened, 1, registeredAt, {
    messageId: idOf(n), channel: 'board', registeredAt, replyDueOn: reply.dueOn, finalDueOn: final.dueOn,
    provisional: reply.provisional, policyVersion: 'default-1', calendarVersion: stateCouncilCalendar.version,
  });
}
