import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, statisticsClosed } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { assigned, Fixture, opened, registered, replied } from '../publication.fixture.js';
import { LogWriter } from './log-writer.js';
import { edgeOf, leafHash } from './tree.rules.js';
import { readCheckpoint } from './checkpoint.rules.js';
import { consistencyProof, isConsistent } from './verification/consistency.rules.js';
import { KeptCheckpoints } from './verification/kept-checkpoints.js';
import { tilesOf } from './verification/tiles.js';
import { checkpointOf, keyOf, Verification } from './verification/verification.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
}, 60_000);
afterAll(() => fixture?.drop(), 60_000);
const tables = ['message', 'fact', 'reply', 'original', 'changed_message', 'changed_period', 'closed_period', 'log_entry', 'log_tile', 'log_checkpoint', 'inbox', 'outbox'];
beforeEach(async () => {
  await fixture.app.get(LogWriter).onApplicationShutdown();
  await fixture.rows(`TRUNCATE ${tables.join(', ')}`);
});

const write = async () => {
  while (await fixture.app.get(LogWriter).write());
};
const closed = (period: string, registeredThen = 30) =>
  createEvent(statisticsClosed, {
    subject: period, sequence: 1, time: new Date(`${period}-28T16:00:00Z`),
    data: {
      period, from: `${period}-01`, to: `${period}-28`, cutOff: `${period}-28T16:00:00.000Z`, policyVersions: [], calendarVersion: '2026', digest: 'a'.repeat(64), definitions: [], channels: [], kinds: [], units: [],
      totals: { counts: { registered: registeredThen, answered: 3 }, invalidByReason: {}, rates: {}, stages: {}, satisfaction: { n: 0, satisfied: 0, basicallySatisfied: 0, dissatisfied: 0, percent: null } },
    },
  });
const numbers = ['HN20260918-0001', 'HN20260918-0002', 'HN20260918-0003'];

async function threeMessages(): Promise<void> {
  await fixture.handle(...[1, 2, 3].flatMap((n) => [registered(n), opened(n), assigned(n)]));
  await fixture.handle(replied(1));
  await write();
}

/** @returns what is found, and the newest checkpoint */
async function verified(kept: string[] = []): Promise<{ found: string[]; note: string; verification: Verification }> {
  const verification = new Verification(fixture.url, await keyOf(fixture.url));
  const note = await verification.readLog(kept);
  for (const number of await verification.comparePortal()) for (const words of await verification.differences(number)) verification.found(number, words);
  return { found: verification.findings.map(({ subject, words }) => `${subject ?? ''} ${words}`.trim()), note, verification };
}

const entries = async () => ((await (await fetch(`${fixture.url}/log/entries`)).json()) as { items: { entry: number; subject: string; key: string; salt: string | null; data: unknown; commitment: string }[] }).items;

describe('the log', () => {
  it('says of each message what everybody reads, once, and whoever verifies it from outside finds nothing', async () => {
    await threeMessages();
    await write();
    const { found, verification } = await verified();
    expect(found).toEqual([]);
    expect(verification.messages).toBe(3);
    const said = (await entries()).map(({ subject, key }) => `${subject} ${key.split(':')[0]}`);
    expect(said.sort()).toEqual(numbers.flatMap((number) => ['dates', 'registered', 'words', ...(number === numbers[0] ? ['answered', 'reply'] : [])].map((key) => `${number} ${key}`)).sort());
  });

  it('has no word of anybody, neither in what opens it nor after it was forgotten', async () => {
    await threeMessages();
    // Digests and salts are left out: any four digits may stand in them by chance.
    const text = JSON.stringify((await entries()).map(({ subject, key, data }) => [subject, key, data]), (_, value: unknown) => (typeof value === 'string' && /^[\w-]{43}$/.test(value) ? '' : value));
    expect(text).toContain('registered');
    expect(text).not.toMatch(/路灯|和平路|13812345678|0554/);
  });

  it('goes on from a checkpoint that was kept, and forgets what was said before of words while its proofs stay', async () => {
    await threeMessages();
    const { note } = await verified();
    await fixture.rows(`UPDATE message SET text = '〔已隐去〕', revision = revision + 1 WHERE message_number = $1`, [numbers[1]]);
    await write();
    const { found } = await verified([note]);
    expect(found).toEqual([]);
    const words = (await entries()).filter(({ subject, key }) => subject === numbers[1] && key === 'words');
    expect(words.map(({ salt, data }) => [salt === null, data === null])).toEqual([[true, true], [false, false]]);
  });

  it('has the figures of each closed period, once; a correction is a further entry, and both stay open', async () => {
    await threeMessages();
    await fixture.handle(closed('2026-02'), closed('2025-02', 7), closed('2026-02', 99));
    await write();
    const { found, note, verification } = await verified();
    expect(found).toEqual([]);
    expect([verification.messages, verification.periods, [...verification.corrected]]).toEqual([3, 2, []]);
    await fixture.rows(`UPDATE closed_period SET figures = jsonb_set(figures, '{totals,counts,registered}', '31') WHERE period = '2026-02'`);
    await write();
    await write();
    const again = await verified([note]);
    expect([again.found, [...again.verification.corrected]]).toEqual([[], ['statistics/2026-02']]);
    const said = (await entries()).filter(({ subject }) => subject === 'statistics/2026-02');
    expect(said.map(({ key, salt, data }) => [key, salt === null, (data as { counts: { registered: number } }).counts.registered])).toEqual([['figures', false, 30], ['figures', false, 31]]);
    expect(await fixture.page('/log')).toMatch(/<a href="\/statistics\/2026-02">2026年2月统计<\/a><\/td><td>统计数字</);
  });

  it('tells when dates move, and keeps what they were', async () => {
    await threeMessages();
    await fixture.rows(`UPDATE message SET due_on = '2026-10-09', final_due_on = '2026-10-12', revision = revision + 1 WHERE message_number = $1`, [numbers[2]]);
    await write();
    const { found, verification } = await verified();
    expect(found).toEqual([]);
    expect([...verification.moved]).toEqual([numbers[2]]);
    expect((await entries()).filter(({ subject, key }) => subject === numbers[2] && key === 'dates').map(({ salt }) => salt === null)).toEqual([false, false]);
  });

  it.each<[string, string, unknown[], RegExp]>([
    ['a message vanishes', 'DELETE FROM message WHERE message_number = $1', [numbers[1]], /0002 网站上没有这件留言/],
    ['a date of registration moves', `UPDATE message SET registered_at = registered_at + interval '1 day' WHERE message_number = $1`, [numbers[1]], /0002 受理登记与日志不一致/],
    ['a deadline moves', `UPDATE message SET due_on = '2026-12-31' WHERE message_number = $1`, [numbers[1]], /0002 答复时限与日志不一致/],
    ['an answer is changed', `UPDATE reply SET text = '已办理。' WHERE text <> $1`, [''], /0001 答复与日志不一致/],
    ['a closed figure is changed', `UPDATE closed_period SET figures = jsonb_set(figures, '{units}', '[1]') WHERE period = $1`, ['2026-02'], /statistics\/2026-02 统计数字与日志不一致/],
    ['a closed period vanishes', 'DELETE FROM closed_period WHERE period = $1', ['2026-02'], /statistics\/2026-02 网站上没有这一期统计，日志里有/],
    ['figures are shown that were never entered', `INSERT INTO closed_period SELECT '2026-03', figures FROM closed_period WHERE period = $1`, ['2026-02'], /statistics\/2026-03 日志里没有这一期统计/],
    ['what opens an entry is changed', `UPDATE log_entry SET data = '{"replyDueOn": "2026-12-31"}' WHERE key = $1`, ['dates'], /的内容与摘要不符/],
    ['a commitment is changed', `UPDATE log_entry SET commitment = sha256(commitment) WHERE entry = $1`, [3], /树根与签名头不一致/],
    ['an entry is taken out', `DELETE FROM log_entry WHERE entry = $1`, [3], /第3条记录缺失/],
  ])('shows from outside that %s', async (_, statement, values, words) => {
    await fixture.handle(closed('2026-02'));
    await threeMessages();
    // Behind the back of whatever writes the log.
    const triggers = (state: string) => fixture.rows(`ALTER TABLE message ${state} TRIGGER USER; ALTER TABLE closed_period ${state} TRIGGER USER`);
    await triggers('DISABLE');
    try {
      await fixture.rows(statement, values);
    } finally {
      await triggers('ENABLE');
    }
    expect((await verified()).found.join('\n')).toMatch(words);
  });

  it('shows that it was written anew, by a checkpoint that was kept', async () => {
    await threeMessages();
    const { note } = await verified();
    for (const table of ['log_entry', 'log_tile', 'log_checkpoint']) await fixture.rows(`DELETE FROM ${table}`);
    await fixture.rows('UPDATE message SET revision = revision + 1');
    await write();
    expect((await verified()).found).toEqual([]);
    expect((await verified([note])).found.join('\n')).toMatch(/树根与签名头不一致/);
  });

  it('is shown by its tiles alone to go on from a checkpoint that is kept in a repository, and not once it was written anew', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-checkpoints-'));
    try {
      const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args]).toString().trim();
      git('init', '--quiet');
      git('config', 'user.name', 'keeper');
      git('config', 'user.email', 'keeper@example.gov.cn');
      await threeMessages();
      const kept = new KeptCheckpoints(folder);
      const key = await keyOf(fixture.url);
      const head = async () => readCheckpoint(await checkpointOf(fixture.url), key);
      const first = await head();
      await kept.keepKey(key);
      expect([await kept.keep(await checkpointOf(fixture.url), first.size), await kept.keep(await checkpointOf(fixture.url), first.size)]).toEqual([true, false]);
      expect([git('log', '--format=%s'), await kept.key(), (await kept.notes()).map((note) => readCheckpoint(note, key))]).toEqual([`Checkpoint of ${first.size} entries\nPublic key of the log`, key, [first]]);
      const goesOn = async () => {
        const newest = await head();
        return isConsistent(first, newest, await consistencyProof(first.size, newest.size, tilesOf(fixture.url, newest.size)));
      };
      // Beyond one tile.
      await fixture.handle(...Array.from({ length: 90 }, (_, n) => [registered(n + 10), opened(n + 10)]).flat());
      await write();
      expect([(await head()).size > 256, await goesOn()]).toEqual([true, true]);
      for (const table of ['log_entry', 'log_tile', 'log_checkpoint']) await fixture.rows(`DELETE FROM ${table}`);
      await fixture.rows('UPDATE message SET revision = revision + 1');
      await write();
      expect([(await head()).size > first.size, await goesOn()]).toEqual([true, false]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('is written once by replicas that write at one time', async () => {
    await threeMessages();
    await fixture.rows('UPDATE message SET kind = $1, revision = revision + 1', ['inquiry']);
    await Promise.all([write(), write(), fixture.rows('UPDATE message SET kind = $1, revision = revision + 1', ['help']), write()]);
    await write();
    expect((await fixture.rows<{ n: number }>('SELECT count(*)::int AS n FROM changed_message'))[0]!.n).toBe(0);
    const kinds = (await entries()).filter(({ key }) => key === 'registered').map(({ data }) => (data as { kind: string }).kind);
    expect(kinds.slice(-3)).toEqual(['help', 'help', 'help']);
  });

  it('enters what changes while it is written the next time', async () => {
    await threeMessages();
    const move = (dueOn: string) => fixture.rows('UPDATE message SET due_on = $2, revision = revision + 1 WHERE message_number = $1', [numbers[1], dueOn]);
    await move('2026-09-29');
    const other = fixture.dataSource.createQueryRunner();
    await other.startTransaction();
    await other.query('LOCK TABLE log_entry IN EXCLUSIVE MODE');
    const writing = fixture.app.get(LogWriter).write();
    await eventually(async () => expect(await fixture.rows(`SELECT FROM pg_locks WHERE relation = 'log_entry'::regclass AND NOT granted`)).toHaveLength(1));
    await move('2026-09-30');
    await other.rollbackTransaction();
    await other.release();
    await writing;
    expect(await fixture.count('changed_message')).toBe(1);
    await write();
    expect((await entries()).findLast(({ key }) => key === 'dates')?.data).toMatchObject({ dueOn: '2026-09-30' });
    expect((await verified()).found).toEqual([]);
  });

  it('is given out in tiles, as whoever knows C2SP asks for them', async () => {
    await threeMessages();
    const all = await entries();
    const [edge] = edgeOf(all.length);
    const bytes = async (path: string) => {
      const response = await fetch(`${fixture.url}/log/tile/${path}`);
      return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
    };
    const leaves = Buffer.concat(all.map(({ commitment }) => leafHash(Buffer.from(commitment, 'hex'))));
    expect(await bytes(`0/000.p/${edge!.width}`)).toEqual({ status: 200, bytes: leaves });
    const bundle = await bytes(`entries/000.p/${edge!.width}`);
    expect(bundle.bytes).toEqual(Buffer.concat(all.map(({ commitment }) => Buffer.from(`0020${commitment}`, 'hex'))));
    for (const path of ['0/000', `0/000.p/${edge!.width + 1}`, '1/000.p/1', '0/x001/000', 'entries/001', '0/..%2f', '0/000.p/0']) expect((await bytes(path)).status).toBe(404);
  });
});
