import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, messageRegistered, replyPublished, unitChanged } from '@wenzheng/contracts';
import { Fixture, message, pushMessage, type Replica } from '../../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
});
afterAll(() => fixture.drop());

const push = (externalId: string, changes: object = {}) => pushMessage(intake, message(externalId, changes));

describe('a message that names what is not there', () => {
  it('is told of a unit that nobody knows, and is registered all the same', async () => {
    expect((await push('u-0', { unit: '市市场监管局' })).body['notices']).toBeUndefined();
    const unit = { code: 'CG', name: '市城市管理局' };
    await fixture.deliver(createEvent(unitChanged, { subject: 'CG', sequence: 1, time: new Date('2026-11-23T00:00:00Z'), data: { unit, parent: null, level: 2, phones: [], removed: false, otherNames: ['城管局'] } }));
    const other = await fixture.start();
    const pushed = (externalId: string, name: string) => pushMessage(other, message(externalId, { unit: name }));
    const first = await pushed('u-1', '市市场监管局');
    expect(first).toMatchObject({ status: 201, body: { notices: [{ code: 'intake.unknown-unit', pointer: '/unit' }] } });
    expect(await pushed('u-1', '市市场监管局')).toMatchObject({ status: 200, body: first.body });
    for (const [index, name] of ['CG', '市城市管理局', ' 城管局 '].entries()) expect((await pushed(`u-2-${index}`, name)).body['notices']).toBeUndefined();
    await other.close();
  });

  it('is refused, with a code of its own, by a session or a replyTo', async () => {
    expect(await push('x-1', { sessionId: 'HN-FT2026-999' })).toMatchObject({ status: 422, body: { code: 'intake.session-unknown' } });
    expect(await push('x-2', { replyTo: 'nobody' })).toMatchObject({ status: 422, body: { code: 'intake.reply-to-unknown', errors: [{ pointer: '/replyTo' }] } });
    await push('x-3');
    expect(await push('x-4', { replyTo: 'x-3', author: { externalId: 'citizen-2' } })).toMatchObject({ status: 422, body: { code: 'intake.reply-to-another-author' } });
    expect(await push('x-5', { replyTo: 'x-3' })).toMatchObject({ status: 409, body: { code: 'intake.not-answered' } });
  });
});

describe('a follow-up 追问 by replyTo', () => {
  it('is of the thread, unit, kind and visibility of what it asks after, twice, and has its receipt as often as it comes', async () => {
    const { body } = await push('f-0', { kind: 'complaint', visibility: 'private' });
    const messageId = String(body['messageId']);
    const at = '2026-11-22T02:00:00.000Z';
    const data = { messageId, replyId: randomUUID(), unit: { code: 'CG', name: '市城市管理局' }, visibility: 'private' as const, interim: false, submittedAt: at, publishedAt: at, path: '/messages/x', text: '您好：已修复。', historical: false };
    await fixture.deliver(createEvent(replyPublished, { subject: messageId, sequence: 2, time: new Date(at), data }));
    const first = await push('f-1', { replyTo: 'f-0', text: '还是不亮。' });
    expect(first.status).toBe(201);
    const [event] = await fixture.events(messageRegistered.subject, String(first.body['messageId']));
    expect(event).toMatchObject({ data: { followUpTo: messageId, visibility: 'private', kind: 'complaint', addressedUnit: 'CG' } });
    expect((await push('f-2', { replyTo: 'f-1', text: '第二次问。' })).body).toMatchObject({ code: 'intake.not-answered' });
    expect((await push('f-2', { replyTo: 'f-0', text: '第二次问。' })).status).toBe(201);
    expect((await push('f-3', { replyTo: 'f-0', text: '第三次问。' })).body).toMatchObject({ status: 409, code: 'intake.followed-up-twice' });
    expect(await push('f-1', { replyTo: 'f-0', text: '还是不亮。' })).toMatchObject({ status: 200, body: first.body });
    expect((await push('f-1', { replyTo: 'f-0', text: '改了字。' })).status).toBe(409);
  });

  it('is registered twice of many that come in one moment, at two replicas, and the rest are told', async () => {
    const { body } = await push('g-0');
    const messageId = String(body['messageId']);
    const at = '2026-11-22T02:00:00.000Z';
    const data = { messageId, replyId: randomUUID(), unit: { code: 'CG', name: '市城市管理局' }, visibility: 'public' as const, interim: false, submittedAt: at, publishedAt: at, path: '/messages/x', text: '您好：已修复。', historical: false };
    await fixture.deliver(createEvent(replyPublished, { subject: messageId, sequence: 2, time: new Date(at), data }));
    const other = await fixture.start();
    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => pushMessage(index % 2 ? other : intake, message(`g-${index + 1}`, { replyTo: 'g-0', text: `再问${index}。` }))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, ...Array<number>(10).fill(409)]);
    expect(await fixture.dataSource.query(`SELECT count(*)::int AS count FROM message WHERE follow_up_to = $1`, [messageId])).toEqual([{ count: 2 }]);
    await other.close();
  });
});
