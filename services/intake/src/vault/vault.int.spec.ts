import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, identityGrantEnded, identityRequestDecided, type EventData } from '@wenzheng/contracts';
import { loadConfig, seal } from '@wenzheng/platform';
import { intakeConfig } from '../config.js';
import { call, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
});
afterAll(() => fixture.drop());

const author = { externalId: 'weixin-openid-77', displayName: '张喆', contact: { phone: '13812345678', email: 'zhang@example.org' } };

describe('the identity vault 身份库', () => {
  it('who wrote a message stands in no table and no event in the clear', async () => {
    const { status, body } = await pushMessage(intake, message('v-1', { author }));
    expect([status, await fixture.tablesWith(String(body['messageNumber']))]).toEqual([201, expect.arrayContaining(['message', 'outbox'])]);
    for (const secret of [author.externalId, author.displayName, author.contact.phone, author.contact.email]) expect([secret, await fixture.tablesWith(secret)]).toEqual([secret, []]);
    expect(await fixture.dataSource.query('SELECT algorithm, key_id FROM identity')).toEqual([{ algorithm: 'A256GCM', key_id: 'k1' }]);
    expect(await fixture.count('vault')).toBe(0);
  });

  it('every reading is on record: reader, purpose, fields and time', async () => {
    const { body: receipt } = await pushMessage(intake, message('v-2', { author }));
    const key = await fixture.issuer.token({ roles: ['information-office'], sub: 'officer-3' });
    const url = `${intake.url}/v1/messages/${String(receipt['messageId'])}/contact-readings`;
    const answer = await call(url, { token: key, body: { purpose: '电话核实地点' } });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      contact: { authorExternalId: 'weixin-openid-77', displayName: '张喆', phone: '13812345678', email: 'zhang@example.org' },
      readAt: '2026-11-23T01:00:00.000Z',
    });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await fixture.dataSource.query('SELECT message_id, reader, purpose, fields, read_at FROM vault_read')).toEqual([
      { message_id: receipt['messageId'], reader: 'officer-3', purpose: '电话核实地点', fields: ['authorExternalId', 'displayName', 'email', 'phone'], read_at: fixture.clock.now() },
    ]);
    const log = await call(`${intake.url}/v1/audit-log?did=contact.read`, { token: await fixture.token('auditor') });
    expect(log.body['items']).toMatchObject([
      { by: 'officer-3', roles: ['information-office'], about: receipt['messageId'], details: { purpose: '电话核实地点', fields: ['authorExternalId', 'displayName', 'email', 'phone'] } },
    ]);
  });

  it('what an earlier release sealed field by field is read as well', async () => {
    const { body: receipt } = await pushMessage(intake, message('v-earlier', { author }));
    const messageId = String(receipt['messageId']);
    await fixture.dataSource.query('DELETE FROM identity WHERE message_id = $1', [messageId]);
    for (const [field, value] of [['authorExternalId', 'weixin-openid-77'], ['phone', '13812345678']] as const) {
      const { algorithm, keyId, nonce, ciphertext } = seal(loadConfig(intakeConfig, fixture.environment()).VAULT_KEYS, messageId, field, value);
      await fixture.dataSource.query('INSERT INTO vault VALUES ($1, $2, $3, $4, $5, $6)', [messageId, field, algorithm, keyId, nonce, ciphertext]);
    }
    const answer = await call(`${intake.url}/v1/messages/${messageId}/contact-readings`, { token: await fixture.token('information-office'), body: { purpose: '核实' } });
    expect(answer.body).toMatchObject({ contact: { authorExternalId: 'weixin-openid-77', displayName: null, phone: '13812345678', email: null } });
    expect(await fixture.dataSource.query('SELECT fields FROM vault_read WHERE message_id = $1', [messageId])).toEqual([{ fields: ['authorExternalId', 'phone'] }]);
  });

  it('a reading that cannot be recorded shows nothing', async () => {
    const { body: receipt } = await pushMessage(intake, message('v-3', { author }));
    await fixture.dataSource.query('ALTER TABLE vault_read ADD CONSTRAINT broken CHECK (purpose <> $$故障$$)');
    const key = await fixture.token('information-office');
    const answer = await call(`${intake.url}/v1/messages/${String(receipt['messageId'])}/contact-readings`, { token: key, body: { purpose: '故障' } });
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer.body)).not.toContain(author.contact.phone);
  });

  it('without a purpose, or of an unknown message, nothing is read', async () => {
    const key = await fixture.token('information-office');
    const url = `${intake.url}/v1/messages/0192f0c1-8a00-7abc-8def-0123456789ab/contact-readings`;
    expect((await call(url, { token: key, body: {} })).status).toBe(400);
    expect((await call(url, { token: key, body: { purpose: ' ' } })).status).toBe(400);
    expect(await call(url, { token: key, body: { purpose: '核实' } })).toMatchObject({ status: 404, body: { code: 'intake.message-not-found' } });
    expect((await call(url.replace('0192f0c1', 'x'), { token: key, body: { purpose: '核实' } })).status).toBe(400);
  });
});

describe('身份查阅: who wrote a report is sealed for everybody, who wrote anything else for every unit', () => {
  const decided = (messageId: string, requester: string, changes: Partial<EventData<typeof identityRequestDecided>> = {}) =>
    createEvent(identityRequestDecided, {
      subject: messageId,
      sequence: 3,
      time: new Date('2026-11-23T01:00:00Z'),
      data: {
        messageId, requestId: randomUUID(), requester, unit: { code: 'water', name: '市水务局' }, purpose: '核实线索', requestedAt: '2026-11-23T00:30:00.000Z',
        decision: 'granted', decidedBy: 'information-office', decidedAt: '2026-11-23T00:50:00.000Z', until: '2026-11-23T03:00:00.000Z', ...changes,
      },
    });
  const written = async (externalId: string, kind: string) => {
    const { body } = await pushMessage(intake, message(externalId, { author, kind }));
    const { body: query } = await call(`${intake.url}/v1/queries`, { body: { number: body['messageNumber'], trackingCode: body['trackingCode'] } });
    return { messageId: String(body['messageId']), ticket: String(query['ticket']) };
  };
  const read = (messageId: string, token: string, purpose = '当面核实') => call(`${intake.url}/v1/messages/${messageId}/contact-readings`, { token, body: { purpose } });
  const shown = (messageId: string, token: string, query = '') => call(`${intake.url}/v1/messages/${messageId}/identity-accesses${query}`, { token });
  const sealed = { status: 403, body: { code: 'intake.identity-sealed' } };

  it('a grant opens it to that one person, until it ends, and each reading is on record and shown to the writer', async () => {
    const { messageId, ticket } = await written('v-report', 'report');
    const [water, colleague, office] = [await fixture.issuer.token({ roles: ['web-admin'], unit: 'water', sub: 'water-admin' }), await fixture.issuer.token({ roles: ['web-admin'], unit: 'water', sub: 'water-2' }), await fixture.token('information-office')];
    for (const token of [water, colleague, office]) expect(await read(messageId, token)).toMatchObject(sealed);
    const grant = decided(messageId, 'water-admin');
    const refused = decided(messageId, 'water-2', { decision: 'refused', until: null, requestedAt: '2026-11-23T00:40:00.000Z' });
    await fixture.deliver(grant, refused, grant);
    expect(await read(messageId, water)).toMatchObject({ status: 201, body: { contact: { displayName: '张喆', phone: '13812345678' } } });
    for (const token of [colleague, office]) expect(await read(messageId, token)).toMatchObject(sealed);
    expect(await fixture.dataSource.query('SELECT reader, purpose, request_id FROM vault_read WHERE message_id = $1', [messageId])).toEqual([{ reader: 'water-admin', purpose: '当面核实', request_id: grant.data.requestId }]);
    const log = await call(`${intake.url}/v1/audit-log?about=${messageId}`, { token: await fixture.token('auditor') });
    expect(log.body['items']).toMatchObject([{ did: 'contact.read', by: 'water-admin', details: { requestId: grant.data.requestId } }]);

    const { status, body, headers } = await shown(messageId, ticket);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    const unit = { code: 'water', name: '市水务局' };
    expect(body).toEqual({
      next: null,
      items: [
        { accessId: grant.data.requestId, unit, purpose: '核实线索', at: '2026-11-23T00:30:00.000Z', decision: 'granted', decidedBy: 'information-office', decidedAt: '2026-11-23T00:50:00.000Z', until: '2026-11-23T03:00:00.000Z', readings: [{ at: '2026-11-23T01:00:00.000Z', purpose: '当面核实' }] },
        { accessId: refused.data.requestId, unit, purpose: '核实线索', at: '2026-11-23T00:40:00.000Z', decision: 'refused', decidedBy: 'information-office', decidedAt: '2026-11-23T00:50:00.000Z', until: null, readings: [] },
      ],
    });
    expect(JSON.stringify(body)).not.toContain('water-admin');
    expect((await shown(messageId, ticket, `?after=${grant.data.requestId}`)).body['items']).toMatchObject([{ accessId: refused.data.requestId }]);
    for (const token of [office, water, (await written('v-other', 'report')).ticket]) expect((await shown(messageId, token)).status).toBe(401);

    fixture.clock.set('2026-11-23T11:00:00+08:00');
    expect(await read(messageId, water)).toMatchObject(sealed);
    fixture.clock.set('2026-11-23T09:00:00+08:00');
  });

  it.each(['after', 'before'])('a grant that ended opens nothing, whether that is heard of %s it, and the writer sees until when it held', async (place) => {
    const { messageId, ticket } = await written(`v-ended-${place}`, 'report');
    const water = await fixture.issuer.token({ roles: ['web-admin'], unit: 'water', sub: 'water-admin' });
    const grant = decided(messageId, 'water-admin');
    const end = createEvent(identityGrantEnded, { subject: messageId, sequence: 4, time: new Date('2026-11-23T00:55:00Z'), data: { messageId, requestId: grant.data.requestId, because: 'post-ended', endedAt: '2026-11-23T00:55:00.000Z' } });
    await fixture.deliver(...(place === 'after' ? [grant] : [end, end]));
    expect((await read(messageId, water)).status).toBe(place === 'after' ? 201 : 403);
    await fixture.deliver(...(place === 'after' ? [end, end] : [grant]));
    expect(await read(messageId, water)).toMatchObject(sealed);
    expect((await shown(messageId, ticket)).body['items']).toMatchObject([{ decision: 'granted', until: '2026-11-23T00:55:00.000Z' }]);
    const again = decided(messageId, 'water-admin');
    await fixture.deliver(again);
    expect((await read(messageId, water)).status).toBe(201);
  });

  it('what is no report the information office reads at once, which the writer sees too; a unit asks', async () => {
    const { messageId, ticket } = await written('v-complaint', 'complaint');
    const principal = await fixture.issuer.token({ roles: ['principal'], unit: 'water', sub: 'head' });
    expect(await read(messageId, principal)).toMatchObject(sealed);
    expect((await read(messageId, await fixture.token('information-office'), '电话核实')).status).toBe(201);
    await fixture.deliver(decided(messageId, 'head', { requestedAt: '2026-11-23T02:00:00.000Z' }));
    expect((await read(messageId, principal)).status).toBe(201);
    expect((await shown(messageId, ticket)).body['items']).toMatchObject([
      { unit: null, purpose: '电话核实', decision: null, decidedBy: null, readings: [{ purpose: '电话核实' }] },
      { unit: { code: 'water' }, decision: 'granted', readings: [{ purpose: '当面核实' }] },
    ]);
  });
});
