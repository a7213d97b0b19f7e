import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { call, Fixture, message, pushMessage, type Replica } from '../intake.fixture.js';

let fixture: Fixture;
let intake: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
});
afterAll(() => fixture.drop());

const query = (number: unknown, trackingCode: unknown, replica = intake) => call(`${replica.url}/v1/queries`, { body: { number, trackingCode } });

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

  it('after ten wrong codes for one number comes 429, but its writer is not locked out', async () => {
    const { body: receipt } = await pushMessage(intake, message('q-4'));
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 12; attempt += 1) statuses.push((await query(receipt['messageNumber'], 'wrong')).status);
    expect(statuses).toEqual([...Array<number>(10).fill(404), 429, 429]);
    expect((await query(receipt['messageNumber'], receipt['trackingCode'])).status).toBe(201);
  });

  it('beyond the replica\'s rate of failures a failure is 429, and no writer is locked out by those of others', async () => {
    const slow = await fixture.start({ QUERY_LIMIT_PER_SECOND: '0.5' });
    const { body: receipt } = await pushMessage(intake, message('q-5'));
    expect((await query('HN19990101-0001', 'x', slow)).status).toBe(404);
    expect(await query('HN19990101-0002', 'x', slow)).toMatchObject({ status: 429, body: { code: 'intake.too-many-queries' } });
    for (let time = 0; time < 3; time += 1) expect((await query(receipt['messageNumber'], receipt['trackingCode'], slow)).status).toBe(201);
  });

  it('a flood of queries is bounded: each has its answer, and the excess is told to come back', async () => {
    const payload = { number: 'HN19990101-0003', trackingCode: 'x' };
    const flood = await Promise.all(Array.from({ length: 1_000 }, () => intake.app.inject({ method: 'POST', url: '/v1/queries', payload })));
    expect(new Set(flood.map(({ statusCode }) => statusCode))).toEqual(new Set([404, 429]));
    for (const { statusCode, headers } of flood) if (statusCode === 429) expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  });

  it('something that is no text is 400', async () => {
    expect((await query(7, 'x')).status).toBe(400);
    expect((await query('x', 'a\u0000')).status).toBe(400);
  });
});
