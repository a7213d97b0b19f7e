// What the integration specs of this service share: replicas of the whole service on a database and a NATS account of their own, and
// the events of a message's life. Specs alone import it.
import 'reflect-metadata';
import { randomUUID, randomUUIDv7 } from 'node:crypto';
import {
  createEvent,
  extensionNoticePublished,
  messageAssigned,
  messageRated,
  messageRegistered,
  messageRuledInvalid,
  messageTransferred,
  messageVisibilityChanged,
  messageWithdrawn,
  objectionDecided,
  renewalOrdered,
  replyPublished,
  replyReturned,
  replySubmitted,
  textHidden,
  unitChanged,
  type EventData,
  type EventEnvelope,
  type Rating,
  type UnitRef,
} from '@wenzheng/contracts';
import { applyTopology, openService } from '@wenzheng/messaging';
import type { Role } from '@wenzheng/platform';
import { ServiceFixture, type Call, type Claims, type Replica, type StartOptions } from '@wenzheng/testing';
import { evidence, migrations } from './migrations.js';
import { SchedulerLoop } from './scheduler/scheduler.loop.js';
import { supervisionService } from './service.js';

export type { Replica };
/** Who asks, for `Replica.call`. */
export type Asking = Call & Claims & { role?: Role };

export const housing: UnitRef = { code: 'city.housing', name: '市住建局' };
export const water: UnitRef = { code: 'city.water', name: '市水务局' };

/** What the registry says of a unit. */
export const unitKnown = (unit: UnitRef, sequence = 1, more: Partial<EventData<typeof unitChanged>> = {}): EventEnvelope =>
  createEvent(unitChanged, { subject: unit.code, sequence, time: new Date('2026-09-01T00:00:00Z'), data: { unit, parent: null, level: 2, phones: [], removed: false, ...more } });

/** What a replica finds there when it starts, and what nobody may take away. */
const kept = ['policy', 'calendar_notice', 'unit', 'statistics_start', 'comparison', 'closed_period', 'audit_entry'];

export class Fixture extends ServiceFixture {
  static create(instant = '2026-09-18T15:00:00+08:00'): Promise<Fixture> {
    return Fixture.of({
      service: 'deadline-supervision',
      name: 'supervision',
      migrations,
      evidence,
      topology: applyTopology,
      open: (environment, clock) => openService(supervisionService, environment, () => clock),
      environment: {
        LEDGER_URLS: '{"intake":"http://127.0.0.1:9","routing":"http://127.0.0.1:9","publication":"http://127.0.0.1:9"}',
        OIDC_CLIENT_ID: 'deadline-supervision',
        OIDC_CLIENT_SECRET: 'spec',
        LEDGER_SECONDS: '3600',
        WEBHOOK_KEYS: '{"active":"k1","keys":{"k1":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}}',
        WEBHOOK_ALLOW_PRIVATE: 'true',
        // Specs that are not about it have one officer for everything.
        DRAFTER_MAY_SIGN: 'true',
      },
      instant,
    });
  }

  /** The bus is left unread unless told: these specs decide what is handled, and when. */
  override start(changes: Record<string, string> = {}, { reading = false, ...options }: StartOptions = {}): Promise<Replica> {
    return super.start(changes, { reading, ...options });
  }

  /** The issuer knows some people by name. */
  override token(roles: Role | readonly Role[], claims: Claims = {}): Promise<string> {
    const name = claims.sub === undefined ? undefined : names[claims.sub];
    return this.issuer.token({ roles: [roles].flat(), ...claims, ...(name === undefined ? {} : { claims: { name } }) });
  }

  /** Moves business time to this wall-clock time of Shanghai; what fell due by then has been done when it resolves. */
  async until(instant: string): Promise<void> {
    this.clock.set(`${instant}+08:00`);
    await Promise.all(this.replicas.map(({ app }) => app.get(SchedulerLoop).caughtUp()));
  }

  /** The type without the service's name and the version. */
  override events<Data = Record<string, unknown>>(type: string, subject?: string): Promise<EventEnvelope<Data>[]> {
    return super.events<Data>(`deadline-supervision.${type}.v1`, subject);
  }

  /** Forgets every message, and what was done about it. */
  override clear(): Promise<void> {
    return super.clear({ keep: kept });
  }
}

/** As the issuer calls the people of the specs. */
const names: Readonly<Record<string, string>> = { li: '张三', wang: '王五' };

/** The events of one message, each with the next sequence of its owner. */
export class Life {
  private sequences = { intake: 0, routing: 0, publication: 0 };

  constructor(readonly messageId: string = randomUUIDv7()) {}

  registered(registeredAt: string, more: Partial<EventData<typeof messageRegistered>> = {}) {
    return this.event('intake', messageRegistered, registeredAt, {
      messageNumber: `N${this.messageId.slice(-8)}`, channel: 'board', registeredAt: utc(registeredAt), occurredAt: utc(registeredAt),
      kind: 'complaint', visibility: 'public', title: '路灯坏了', text: '和平路路灯三天不亮', addressedUnit: null,
      authorHash: '0'.repeat(64), sessionId: null, historical: false, messageId: this.messageId, ...more,
    });
  }
  assigned(at: string, unit = housing) {
    return this.event('routing', messageAssigned, at, { messageId: this.messageId, unit, assignedAt: utc(at), by: 'remit', reason: '职责范围' });
  }
  submitted(at: string, replyId: string, more: Partial<EventData<typeof replySubmitted>> = {}) {
    return this.event('routing', replySubmitted, at, {
      messageId: this.messageId, replyId, unit: housing, text: '已于今日修复。', interim: false, submittedAt: utc(at), historical: false, ...more,
    });
  }
  gateReturned(at: string, replyId: string) {
    return this.event('publication', replyReturned, at, { messageId: this.messageId, replyId, unit: housing, returnedAt: utc(at), reasons: ['no-substance'] });
  }
  published(submittedAt: string, at: string, replyId: string, more: Partial<EventData<typeof replyPublished>> = {}) {
    return this.event('publication', replyPublished, at, {
      messageId: this.messageId, replyId, unit: housing, visibility: 'public', interim: false, submittedAt: utc(submittedAt), publishedAt: utc(at),
      path: '/messages/1', text: '已于今日修复。', historical: false, ...more,
    });
  }
  extended(submittedAt: string, at: string, newDueOn: string) {
    return this.event('publication', extensionNoticePublished, at, {
      messageId: this.messageId, extensionId: randomUUID(), unit: housing, reason: '需现场勘查', newDueOn, submittedAt: utc(submittedAt), publishedAt: utc(at),
    });
  }

  ruledInvalid(at: string, more: Partial<EventData<typeof messageRuledInvalid>> = {}) {
    return this.event('routing', messageRuledInvalid, at, {
      messageId: this.messageId, rulingId: randomUUID(), proposedBy: housing, ground: 'advertising', reason: '商业广告', guidance: '可向市场监管部门了解', objectionUntil: null, ruledAt: utc(at), ...more,
    });
  }
  objectionDecided(at: string, rulingId: string, outcome: 'upheld' | 'rejected') {
    return this.event('routing', objectionDecided, at, { messageId: this.messageId, objectionId: randomUUID(), rulingId, outcome, reason: '复核', decidedAt: utc(at) });
  }
  transferred(at: string) {
    return this.event('routing', messageTransferred, at, {
      messageId: this.messageId, transferId: randomUUID(), to: { kind: 'petition', name: '市信访局' }, reason: '信访事项', sentAt: utc(at),
      receipt: { number: '信访〔2026〕1号', receivedAt: utc(at) }, transferredAt: utc(at),
    });
  }
  withdrawn(at: string) {
    return this.event('intake', messageWithdrawn, at, { messageId: this.messageId, withdrawnAt: utc(at), reason: '问题已经解决' });
  }
  rated(at: string, rating: Rating = 'satisfied') {
    return this.event('intake', messageRated, at, { messageId: this.messageId, ratingId: randomUUID(), rating, reason: null, afterContactReading: false, ratedAt: utc(at) });
  }
  titleHidden(at: string, text: string) {
    return this.event('publication', textHidden, at, { messageId: this.messageId, part: 'title', partId: null, text, hiddenAt: utc(at) });
  }
  visibilityChanged(at: string, visibility: EventData<typeof messageVisibilityChanged>['visibility']) {
    return this.event('publication', messageVisibilityChanged, at, { messageId: this.messageId, visibility, reason: '涉及隐私', changedAt: utc(at) });
  }
  renewalOrdered(at: string, renewalId: string, dueOn: string, unit = housing) {
    return this.event('routing', renewalOrdered, at, { messageId: this.messageId, renewalId, unit, reason: '请重新核实', dueOn, orderedAt: utc(at) });
  }

  private event<Data>(owner: keyof Life['sequences'], definition: Parameters<typeof createEvent<Data>>[0], time: string, data: Data): EventEnvelope<Data> {
    this.sequences[owner] += 1;
    return createEvent(definition, { subject: this.messageId, sequence: this.sequences[owner], time: new Date(time), data });
  }
}

const utc = (instant: string): string => new Date(instant).toISOString();
