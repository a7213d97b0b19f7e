import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Caller } from '@wenzheng/platform';
import { call, code, Fixture, sampleUnits, type Replica } from '../../routing.fixture.js';
import { UnitRegistry } from '../unit-registry.service.js';
import { People } from './people.service.js';

let fixture: Fixture;
let replica: Replica;
let people: People;
const officers = [{ id: 'officer', name: '言知微', posts: [{ post: 'information-office' }] }];
const water = { webAdmins: [{ id: 'wang', name: '王望舒' }], backup: { id: 'bei', name: '贝以恒' }, reviewers: [{ id: 'shen', name: '沈怀瑾' }], principal: { id: 'zhang', name: '张见山', post: '局长' } };
const load = async (changes: object = {}, more: object = {}) => {
  fixture.writeUnits(sampleUnits.map((unit) => (unit.code === 'water' ? { ...unit, ...water, ...changes } : unit)), more);
  await replica.app.get(UnitRegistry).refresh();
};
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start({ UNITS_RECHECK_SECONDS: '3600' });
  people = replica.app.get(People, { strict: false });
});
afterAll(() => fixture.drop());
beforeEach(async () => {
  fixture.clock.set('2026-11-23T09:00:00+08:00');
  await load();
});

const messages = async (role: Parameters<Fixture['token']>[0], claims: { sub: string; unit?: string }) => code(await call(`${replica.url}/v1/messages`, { token: await fixture.token(role, claims) }));
const inWater = (sub: string) => ({ sub, unit: 'water' });
const caller = (subject: string, roles: Caller['roles'], unit: string | null = 'water'): Caller => ({ subject, name: '', roles, unit, expiresAt: new Date(8.64e15) });

describe('each request is judged by the registry, whatever the token says', () => {
  it.each([
    ['web-admin', 'wang'],
    ['web-admin', 'bei'],
    ['reviewer', 'shen'],
    ['principal', 'zhang'],
  ] as const)('as %s %s is let in', async (role, sub) => {
    expect((await messages(role, inWater(sub)))[0]).toBe(200);
  });

  it.each([
    ['web-admin', { sub: 'shen', unit: 'water' }],
    ['reviewer', { sub: 'wang', unit: 'water' }],
    ['principal', { sub: 'stranger', unit: 'water' }],
    ['web-admin', { sub: 'wang', unit: 'roads' }],
  ] as const)('as %s %j is not, who was never listed as that', async (role, claims) => {
    expect(await messages(role, claims)).toEqual([403, 'routing.not-in-registry']);
  });

  it('goes on with those roles alone that the registry confirms', async () => {
    const messageId = await fixture.registered({ addressedUnit: 'roads' });
    await load({}, { people: officers });
    const token = await fixture.token(['information-office', 'web-admin'], inWater('wang'));
    expect((await call(`${replica.url}/v1/messages`, { token })).body['items']).toEqual([]);
    expect(code(await call(`${replica.url}/v1/messages/${messageId}`, { token }))).toEqual([403, 'routing.not-your-unit']);
    expect(code(await call(`${replica.url}/v1/messages/${messageId}/assignments`, { token, body: { unit: 'water' } }))).toEqual([403, 'routing.person-unknown']);
  });

  it('a post has its days, and ends when the file names it no more', async () => {
    await load({}, { people: [{ id: 'lin', name: '林若谷', posts: [{ post: 'reviewer', unit: 'water', from: '2026-11-24', to: '2026-11-25' }] }] });
    const statuses: unknown[] = [];
    for (const day of ['23', '24', '25', '26']) {
      fixture.clock.set(`2026-11-${day}T23:59:59+08:00`);
      statuses.push(await messages('reviewer', inWater('lin')));
    }
    expect(statuses).toEqual([[403, 'routing.post-ended'], [200, undefined], [200, undefined], [403, 'routing.post-ended']]);
    await load({ reviewers: [] });
    expect(await messages('reviewer', inWater('shen'))).toEqual([403, 'routing.post-ended']);
  });

  it.each([['suspended', 'routing.person-suspended'], ['removed', 'routing.person-removed']])('whoever is %s does nothing, in no post, nor by a file', async (state, problem) => {
    await fixture.rows('UPDATE person SET state = $1 WHERE subject = $2', [state, 'wang']);
    expect(await messages('web-admin', inWater('wang'))).toEqual([403, problem]);
    expect(await messages('information-office', { sub: 'wang' })).toEqual([403, problem]);
    await load({ phones: [state] });
    expect(await messages('web-admin', inWater('wang'))).toEqual([403, problem]);
    await fixture.rows(`UPDATE person SET state = 'active'`);
  });
});

describe('an office', () => {
  it('stands by its token as long as the registry lists nobody of it, and by the registry from then on', async () => {
    expect((await messages('information-office', { sub: 'anybody' }))[0]).toBe(200);
    await load({}, { people: officers });
    expect(await messages('information-office', { sub: 'anybody' })).toEqual([403, 'routing.person-unknown']);
    expect((await messages('information-office', { sub: 'officer' }))[0]).toBe(200);
    expect((await messages('supervision-office', { sub: 'anybody' }))[0]).toBe(200);
    await load({}, { people: [] });
    expect((await messages('information-office', { sub: 'anybody' }))[0]).toBe(200);
    expect(await messages('information-office', { sub: 'officer' })).toEqual([403, 'routing.post-ended']);
  });
});

describe('who acts for a unit', () => {
  const deputy = (changes: Record<string, string> = {}) => {
    const row = { unit: 'water', post: 'principal', absent: 'zhang', deputy: 'shen', from: '2026-11-23', to: '2026-11-24', ...changes };
    return fixture.rows('INSERT INTO deputy VALUES ($1, $2, $3, $4, $5, $6, $7)', [randomUUID(), row.unit, row.post, row.absent, row.deputy, row.from, row.to]);
  };
  beforeEach(() => fixture.rows('DELETE FROM deputy'));

  it('is a post of the own that the token names as well, the first that will do', async () => {
    expect(await people.actingFor(caller('zhang', ['principal']), 'water', ['reviewer', 'principal'])).toEqual({ person: { subject: 'zhang', name: '张见山' }, post: 'principal', deputyOf: null });
    await expect(people.actingFor(caller('zhang', ['web-admin']), 'water', ['principal'])).rejects.toMatchObject({ code: 'routing.not-in-registry' });
    await expect(people.actingFor(caller('zhang', ['principal'], 'roads'), 'water', ['principal'])).rejects.toMatchObject({ code: 'routing.not-your-unit' });
  });

  it('is a deputy 代签 on his days, as long as the absent person holds the post', async () => {
    await deputy();
    const acting = () => people.actingFor(caller('shen', ['reviewer']), 'water', ['principal']);
    expect(await acting()).toEqual({ person: { subject: 'shen', name: '沈怀瑾' }, post: 'principal', deputyOf: { subject: 'zhang', name: '张见山' } });
    fixture.clock.set('2026-11-25T00:00:00+08:00');
    await expect(acting()).rejects.toMatchObject({ code: 'routing.not-in-registry' });
    fixture.clock.set('2026-11-24T12:00:00+08:00');
    await load({ principal: null });
    await expect(acting()).rejects.toMatchObject({ code: 'routing.not-in-registry' });
  });

  it('is nobody whom the registry does not know, though he be named as a deputy', async () => {
    await deputy({ deputy: 'nobody' });
    await expect(people.actingFor(caller('nobody', ['reviewer']), 'water', ['principal'])).rejects.toMatchObject({ code: 'routing.not-in-registry' });
  });
});
