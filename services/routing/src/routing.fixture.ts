// What routing's integration specs share: the service on real PostgreSQL and NATS, a registry of units in a file, and what people do at
// the desk. Specs alone import it.
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createEvent, messageRegistered, replyPublished, replyReturned, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { applyTopology, openService } from '@wenzheng/messaging';
import { call, ServiceFixture, type Answer, type Replica } from '@wenzheng/testing';
import { evidence, migrations } from './migrations.js';
import { routingService } from './service.js';

export { call, type Answer, type Replica };

/** As the specs' tokens name them. */
const webAdmins = ['spec', 'water-admin', 'roads-admin'].map((id) => ({ id, name: '陆承远' }));
const spec = { id: 'spec', name: '陆承远' };
const unit = (code: string, name: string, parent: string | null, level: number, more: object = {}) =>
  ({ code, name, parent, level, webAdmins, backup: { id: 'stand-in', name: '林语' }, reviewers: [spec], principal: { ...spec, post: '负责人' }, ...more });

/** Three levels, one unit without anybody. */
export const sampleUnits = [
  unit('city', '淮岭市人民政府', null, 1),
  unit('water', '市水务局', 'city', 2, { phones: ['0554-1234567'], remits: [{ name: '供水管网', words: ['停水', '水管'] }] }),
  unit('water.plant', '第一水厂', 'water', 3),
  unit('roads', '市交通局', 'city', 2, { remits: [{ words: ['公路', '路灯'] }] }),
  unit('parks', '市园林局', 'city', 2),
  unit('empty', '市档案局', 'city', 2, { webAdmins: [], backup: null, reviewers: [], principal: null }),
];

export class Fixture extends ServiceFixture {
  private unitsFile!: string;

  static async create(): Promise<Fixture> {
    const folder = mkdtempSync(path.join(tmpdir(), 'wenzheng-units-'));
    const unitsFile = path.join(folder, 'units.json');
    const fixture = await Fixture.of({
      service: 'routing',
      migrations,
      evidence,
      topology: applyTopology,
      open: (environment, clock) => openService(routingService, environment, () => clock),
      environment: { UNITS_FILE: unitsFile, UNITS_RECHECK_SECONDS: '0.05' },
    });
    fixture.onDrop(() => rmSync(folder, { recursive: true, force: true }));
    fixture.unitsFile = unitsFile;
    fixture.writeUnits(sampleUnits);
    // Specs that are not about sign-off have web admins who sign.
    await fixture.dataSource.query(`INSERT INTO sign_off_policy (policy_id, steps, drafter_may_sign, reason, decided_by, decided_at) VALUES (gen_random_uuid(), '[]', true, '—', 'spec', '2026-01-01')`);
    return fixture;
  }

  writeUnits(units: object[], more: object = {}): void {
    writeFileSync(this.unitsFile, JSON.stringify({ city: '淮岭市', units, ...more }, null, 2));
  }

  /** A replica that has no file: its units are those of the database. */
  startWithoutFile(): Promise<Replica> {
    const open: Parameters<Fixture['start']>[1] = {
      open: ({ UNITS_FILE: _, ...environment }, clock) => openService(routingService, environment, () => clock),
    };
    return this.start({}, open);
  }

  /** A message that routing has heard of. */
  async registered(changes: Partial<EventData<typeof messageRegistered>> = {}): Promise<string> {
    const event = registration(changes);
    await this.deliver(event);
    return event.subject;
  }
}

let number = 0;
export function registration(changes: Partial<EventData<typeof messageRegistered>> = {}): EventEnvelope {
  const messageId = changes.messageId ?? randomUUID();
  number += 1;
  const registeredAt = changes.registeredAt ?? '2026-11-23T08:59:00+08:00';
  return createEvent(messageRegistered, {
    subject: messageId,
    sequence: 1,
    time: new Date(registeredAt),
    data: {
      messageId,
      messageNumber: `WZ${number}`,
      channel: 'board',
      registeredAt,
      occurredAt: registeredAt,
      kind: 'complaint',
      visibility: 'public',
      title: '停水',
      text: '我家停水三天',
      addressedUnit: null,
      authorHash: 'ab'.repeat(32),
      sessionId: null,
      historical: false,
      ...changes,
    },
  });
}

export type Desk = Awaited<ReturnType<typeof deskOf>>;

/** Four people and what they do over HTTP; the web admin of the water bureau unless another is named. */
export async function deskOf(fixture: Fixture, replica: Replica) {
  const office = await fixture.token('information-office', { sub: 'office' });
  const supervision = await fixture.token('supervision-office', { sub: 'supervision' });
  const water = await fixture.token('web-admin', { unit: 'water', sub: 'water-admin' });
  const roads = await fixture.token('web-admin', { unit: 'roads', sub: 'roads-admin' });
  const post = (messageId: string, what: string, token: string, body: object, key?: string): Promise<Answer> =>
    call(`${replica.url}/v1/messages/${messageId}/${what}`, { token, body, headers: key ? { 'idempotency-key': key } : {} });
  return {
    office,
    supervision,
    water,
    roads,
    post,
    get: (path: string, token: string): Promise<Answer> => call(`${replica.url}/v1/messages${path}`, { token }),
    reply: (messageId: string, token = water, body: object = { text: '已修复。' }, key?: string) => post(messageId, 'replies', token, body, key),
    assign: (messageId: string, unit: string, token = office) => post(messageId, 'assignments', token, { unit }),
    giveBack: (messageId: string, token = water) => post(messageId, 'returns', token, { reason: '不属本单位职责', suggestedUnit: 'roads' }),
    rule: (disputeId: unknown, body: object, token = office, key?: string): Promise<Answer> =>
      call(`${replica.url}/v1/disputes/${String(disputeId)}/rulings`, { token, body: { reason: '经审核，异议成立', ...body }, headers: key ? { 'idempotency-key': key } : {} }),
    extend: (messageId: string, newDueOn: string) => post(messageId, 'extensions', water, { reason: '需要更换管道', newDueOn }),
  };
}

export const code = (answer: Answer) => [answer.status, answer.body['code']];
export const waterUnit = { code: 'water', name: '市水务局' };

const reviewedAt = '2026-11-24T10:00:00.000Z';
const review = (messageId: string, sequence: number) => ({ subject: messageId, sequence, time: new Date(reviewedAt) });

export function published(messageId: string, replyId: string, changes: { interim?: boolean; visibility?: 'public' | 'private'; corrects?: string; renews?: string; sequence?: number } = {}): EventEnvelope {
  const { interim = false, visibility = 'public', sequence = 1, ...more } = changes;
  const data = { messageId, replyId, unit: waterUnit, visibility, interim, text: '已修复。', historical: false, ...more };
  return createEvent(replyPublished, { ...review(messageId, sequence), data: { ...data, submittedAt: reviewedAt, publishedAt: reviewedAt, path: '/messages/1' } });
}

export function returned(messageId: string, replyId: string): EventEnvelope {
  const data = { messageId, replyId, unit: waterUnit, returnedAt: reviewedAt, reasons: ['too-short'] };
  return createEvent(replyReturned, { ...review(messageId, 1), data });
}
