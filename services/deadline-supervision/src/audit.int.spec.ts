import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { audit, type Role } from '@wenzheng/platform';
import { Fixture, type Replica } from './deadline-supervision.fixture.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
});
afterAll(() => fixture.drop());

const change = { channel: 'board', effectiveFrom: '2026-10-01', reason: '试行', changes: { replyWorkingDays: 2, extensionWithinWorkingDays: 2 } };
const by = { subject: 'li', roles: ['supervision-office' as const] };
const as = async (roles: Role[], method: 'GET' | 'POST', path: string, body?: object) => {
  const token = await fixture.token(roles, { sub: roles.join('+') });
  return replica.call(path, { method, token, body });
};

describe('who changes the rules does not read who changed them', () => {
  it('an administrator changes a policy and may not read the log; an auditor reads it and may not change a policy', async () => {
    expect((await as(['administrator'], 'POST', '/v1/policies', change)).status).toBe(201);
    expect((await as(['administrator'], 'GET', '/v1/audit-log')).status).toBe(403);
    expect((await as(['auditor'], 'POST', '/v1/policies', change)).status).toBe(403);
    const { body } = await as(['auditor'], 'GET', '/v1/audit-log');
    expect(body['items']).toMatchObject([
      { by: 'administrator', roles: ['administrator'], did: 'policy.changed', about: 'board 2011-118.2', details: { effectiveFrom: '2026-10-01', reason: '试行', changes: change.changes } },
    ]);
  });

  it.each<[Role, Role]>([['administrator', 'auditor'], ['administrator', 'security-administrator'], ['security-administrator', 'auditor']])('a token that is both %s and %s is refused for either', async (...both) => {
    for (const [method, url] of [['GET', '/v1/audit-log'], ['POST', '/v1/policies']] as const) {
      const { status, body } = await as(both, method, url, method === 'POST' ? change : undefined);
      const isOfOne = url === '/v1/audit-log' ? both.includes('auditor') : both.includes('administrator');
      expect([status, body['code']]).toEqual([403, isOfOne ? 'duties-not-separated' : 'forbidden']);
    }
  });
});

describe('the log', () => {
  it('holds nothing of a transaction that failed', async () => {
    await expect(
      fixture.dataSource.transaction(async (manager) => {
        await audit(manager, { by, at: fixture.clock.now(), did: 'test.failed', about: 'x' });
        throw new Error('undone');
      }),
    ).rejects.toThrow('undone');
    expect((await as(['auditor'], 'GET', '/v1/audit-log?did=test.failed')).body['items']).toEqual([]);
  });

  it('is taken out by a choice, which itself stands in it from then on', async () => {
    expect((await as(['administrator'], 'POST', '/v1/audit-log/exports', {})).status).toBe(403);
    const { status, body } = await as(['auditor'], 'POST', '/v1/audit-log/exports', { did: 'policy.changed', from: '2026-01-01' });
    expect([status, body['more'], (body['items'] as { did: string }[]).map(({ did }) => did)]).toEqual([200, false, ['policy.changed']]);
    expect((await as(['auditor'], 'GET', '/v1/audit-log?did=audit-log.exported')).body['items']).toMatchObject([{ by: 'auditor', about: 'audit-log', details: { did: 'policy.changed', from: '2026-01-01', count: 1 } }]);
  });

  it('is only ever added to: the database refuses the service to change or remove what stands there', async () => {
    for (const statement of ["UPDATE audit_entry SET by = 'nobody'", 'DELETE FROM audit_entry', 'TRUNCATE audit_entry']) {
      await expect(fixture.dataSource.query(statement)).rejects.toThrow(/permission denied/);
    }
  });

  it('a reader passes no entry that is still to appear, however its writers come to commit', async () => {
    const slow = fixture.dataSource.createQueryRunner();
    await slow.startTransaction();
    await audit(slow.manager, { by, at: fixture.clock.now(), did: 'test.done', about: 'slow' });
    const quick = fixture.dataSource.transaction((manager) => audit(manager, { by, at: fixture.clock.now(), did: 'test.done', about: 'quick' }));
    const first = await as(['auditor'], 'GET', '/v1/audit-log?did=test.done');
    expect(first.body['items']).toEqual([]);
    await slow.commitTransaction();
    await slow.release();
    await quick;
    const { body } = await as(['auditor'], 'GET', `/v1/audit-log?did=test.done&after=${String(first.body['next'])}`);
    expect((body['items'] as { about: string }[]).map(({ about }) => about)).toEqual(['slow', 'quick']);
  });
});
