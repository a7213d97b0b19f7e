import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { eventually } from '@wenzheng/testing';
import { call, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start({ TRUSTED_PROXIES: '127.0.0.1' });
});
afterAll(() => fixture.drop());

const query = (number: unknown, trackingCode: unknown, { replica = intake, from = '203.0.113.1' } = {}) =>
  call(`${replica.url}/v1/queries`, { body: { number, trackingCode }, headers: { 'x-forwarded-for': from } });

describe('number and code 查询', () => {
  it('open the writer\'s own view with a ticket that the published key checks', async () => {
    const { body: receipt } = await pushMessage(intake, message('q-1'));
    const answer = await query(String(receipt['messageNumber']).toLowerCase(), ` ${String(receipt['trackingCode']).toLowerCase().replaceAll('-', ' ')}`);
    expect(answer).toMatchObject({ status: 201, body: { messageId: receipt['messageId'] } });
    const keys = createRemoteJWKSet(new URL(`${intake.url}/v1/ticket-keys`));
    const { payload } = await jwtVerify(String(answer.body['ticket']), keys, { issuer: 'wenzheng-intake', audience: 'wenzheng-writer', algorithms: ['EdDSA'] });
    expect(payload.sub).toBe(receipt['messageId']);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(900);
    expect(answer.body['expiresAt']).toBe(new Date((payload.exp ?? 0) * 1_000).toISOString());
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('an unknown number, a wrong code and another message\'s code get the same answer', async () => {
    const [one, other] = [await pushMessage(intake, message('q-2')), await pushMessage(intake, message('q-3'))];
    const answers = await Promise.all([
      query('HN19990101-0001', one.body['trackingCode']),
      query(one.body['messageNumber'], other.body['trackingCode']),
      query(one.body['messageNumber'], 'K7MD'),
      query('no number', ''),
    ]);
    const said = answers.map(({ status, body }) => ({ status, ...body, instance: '' }));
    expect(new Set(said.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(said[0]).toMatchObject({ status: 404, code: 'intake.number-or-code-wrong' });
  });

  it('after ten wrong codes of one caller for one number comes 429, its writer is not locked out, and others are answered as ever', async () => {
    const { body: receipt } = await pushMessage(intake, message('q-4'));
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) statuses.push((await query(receipt['messageNumber'], 'wrong', { from: `2001:db8:0:4::${attempt}` })).status);
    expect(statuses).toEqual([...Array<number>(10).fill(404), 429, 429]);
    expect((await query(receipt['messageNumber'], receipt['trackingCode'], { from: '2001:db8:0:4::99' })).status).toBe(201);
    expect((await query(receipt['messageNumber'], 'wrong', { from: '2001:db8:0:5::1' })).status).toBe(404);
  });

  it('beyond the rate of one caller\'s failures a failure is 429, and nobody pays for those of others', async () => {
    const replica = await fixture.start({ QUERY_LIMIT_PER_SECOND: '0.5' });
    const { body: receipt } = await pushMessage(intake, message('q-5'));
    expect((await query('HN19990101-0001', 'x', { replica })).status).toBe(404);
    expect(await query('HN19990101-0002', 'x', { replica })).toMatchObject({ status: 429, body: { code: 'intake.too-many-queries' } });
    for (let time = 0; time < 3; time += 1) expect((await query(receipt['messageNumber'], receipt['trackingCode'], { replica })).status).toBe(201);
    expect((await query('HN19990101-0001', 'x', { from: '203.0.113.2' })).status).toBe(404);
  });

  it('a flood from one network takes its own places alone: whoever has the right code gets the ticket, and the excess is told to come back', async () => {
    const [mine, other] = [await pushMessage(intake, message('q-6')), await pushMessage(intake, message('q-7'))];
    const { messageNumber: number, trackingCode } = mine.body;
    const lock = fixture.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE message IN ACCESS EXCLUSIVE MODE');
    const refused = new Set<number>();
    const flood = Array.from({ length: 1_000 }, async (_, n) => {
      const { status, headers } = await query(number, other.body['trackingCode'], { from: `2001:db8:0:6::${n}` });
      if (status === 429) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      if (status === 429) refused.add(n);
      return status;
    });
    try {
      await eventually(() => expect(refused.size).toBe(1_000 - 4 - 400));
      const ticket = query(number, trackingCode, { from: '203.0.113.6' });
      await eventually(() => expect(refused.size).toBe(1_000 - 4 - 400 + 1));
      await lock.rollbackTransaction();
      expect((await ticket).status).toBe(201);
    } finally {
      if (lock.isTransactionActive) await lock.rollbackTransaction();
      await lock.release();
    }
    expect(new Set(await Promise.all(flood))).toEqual(new Set([404, 429]));
  });

  it('something that is no text is 400', async () => {
    expect((await query(7, 'x')).status).toBe(400);
    expect((await query('x', 'a\u0000')).status).toBe(400);
  });
});
