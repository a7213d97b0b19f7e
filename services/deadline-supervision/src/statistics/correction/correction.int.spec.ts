import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { Fixture, Life, type Replica } from '../../deadline-supervision.fixture.js';
import type { ClosedFigures } from '../closing/closing.rules.js';
import { ClosingService } from '../closing/closing.service.js';
import { lineSchema } from '../verification/export.schema.js';
import { Verification } from '../verification/verification.rules.js';
import { CorrectionService } from './correction.service.js';

let fixture: Fixture;
let replicas: Replica[];
const [answered, late, other] = [new Life(), new Life(), new Life()];
beforeAll(async () => {
  fixture = await Fixture.create('2026-08-20T10:00:00+08:00');
  replicas = [await fixture.start(), await fixture.start()];
  await replicas[0]!.app.get(ClosingService).closeEnded();
  await replicas[0]!.handle(
    answered.registered('2026-08-21T10:00:00+08:00'), answered.published('2026-08-24T10:00:00+08:00', '2026-08-25T10:00:00+08:00', randomUUID()),
    late.registered('2026-08-24T10:00:00+08:00', { channel: 'mailbox' }), other.registered('2026-08-26T10:00:00+08:00', { kind: 'complaint' }),
  );
  fixture.clock.set('2026-09-01T00:00:00+08:00');
  await replicas[0]!.app.get(ClosingService).closeEnded();
  fixture.clock.set('2026-09-02T10:00:00+08:00');
});
afterAll(() => fixture.drop());

const ask = (reason: string, { correctionId = randomUUID() as string, period = '2026-08', role = 'supervision-office' as const } = {}) =>
  replicas[0]!.call(`/v1/statistics/periods/${period}/corrections`, { role, method: 'POST', body: { correctionId, reason } });
const read = async () => (await replicas[1]!.call('/v1/statistics/periods/2026-08', { role: 'supervision-office' })).body as { figures: ClosedFigures; digest: string; corrections: { number: number | null; changes: object; events: number }[] };
/** What one replica has in hand the others leave to it. */
async function countAll(): Promise<void> {
  await Promise.all(replicas.map((replica) => replica.app.get(CorrectionService).countAsked()));
  await eventually(async () => expect((await read()).corrections.at(-1)?.changes).not.toBeNull());
}
const refused = async (answer: ReturnType<typeof ask>) => {
  const { status, body } = await answer;
  return [status, (body as { code?: string }).code];
};
async function verdicts() {
  const { body } = await replicas[0]!.call('/v1/statistics/events?from=2026-08-01&to=2026-08-31', { role: 'administrator' });
  const verification = new Verification();
  for (const line of String(body['text']).trimEnd().split('\n')) verification.take(lineSchema.parse(JSON.parse(line)));
  return verification.verdicts();
}

describe('更正 of closed figures', () => {
  it('there is none of a period that is not closed, nor where nothing was heard since; and the office alone asks for one', async () => {
    expect(await refused(ask('补计'))).toEqual([409, 'deadline-supervision.nothing-to-correct']);
    expect(await refused(ask('补计', { period: '2026-09' }))).toEqual([404, 'deadline-supervision.period-not-closed']);
    expect(await refused(ask('补计', { role: 'inspection-bureau' as never }))).toEqual([403, 'forbidden']);
    expect((await ask('')).status).toBe(400);
  });

  it('one that changes no figure is told to nobody: a period counted once more is what was closed', async () => {
    await replicas[1]!.handle(answered.submitted('2026-08-24T12:00:00+08:00', randomUUID()));
    expect((await ask('核对一遍。')).status).toBe(201);
    await countAll();
    expect((await read()).corrections).toMatchObject([{ number: null, events: 1, changes: {} }]);
    expect(await fixture.events('statistics.corrected')).toEqual([]);
  });

  it('late evidence is counted in as of the same cut-off, once, whoever counts, and told of with the reason; what was closed stays', async () => {
    const before = await read();
    await replicas[1]!.handle(late.submitted('2026-08-25T10:00:00+08:00', randomUUID()));
    const correctionId = randomUUID();
    // Nobody counts meanwhile.
    const lock = fixture.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE fired_step IN ACCESS EXCLUSIVE MODE');
    const asked = await ask('提交时间在定期后才传来。', { correctionId });
    expect([asked.status, asked.body]).toEqual([201, expect.objectContaining({ correctionId, number: null, events: 2, changes: null, countedAt: null })]);
    expect((await ask('提交时间在定期后才传来。', { correctionId })).status).toBe(200);
    expect(await refused(ask('另一个原因', { correctionId }))).toEqual([409, 'deadline-supervision.correction-id-reused']);
    expect(await refused(ask('再来一次'))).toEqual([409, 'deadline-supervision.correction-under-way']);
    // The database would end a transaction that stands idle, and a year takes long to count.
    const [own] = await lock.query('SELECT pg_backend_pid() AS pid') as { pid: number }[];
    const sessions = (where: string) => fixture.dataSource.query<object[]>(`SELECT query FROM pg_stat_activity WHERE datname = current_database() AND pid <> $1 AND ${where}`, [own!.pid]);
    await eventually(async () => expect(await sessions(`wait_event_type = 'Lock' AND query LIKE '%known_fact%'`)).not.toEqual([]));
    await eventually(async () => expect(await sessions(`state = 'idle in transaction'`)).toEqual([]));
    await lock.rollbackTransaction();
    await lock.release();
    await countAll();
    const after = await read();
    expect({ ...after, amendment: null, corrections: null }).toEqual({ ...before, amendment: null, corrections: null });
    expect(after.corrections).toMatchObject([{ number: null }, { number: 1, events: 2, changes: { overdue: { before: 2, after: 1 }, judgedBySubmission: { before: 3, after: 2 }, underReview: { before: 0, after: 1 } } }]);
    const told = await fixture.events('statistics.corrected');
    expect(told).toMatchObject([{ subject: '2026-08 1', data: { number: 1, reason: '提交时间在定期后才传来。', figures: { period: '2026-08', cutOff: '2026-08-31T16:00:00.000Z', totals: { counts: { registered: 3, overdue: 1, underReview: 1 } } } } }]);
    const listed = (await fixture.events('statistics.listed')).map(({ data }) => data as { correction?: number; groups: { counts: string[]; messageIds: string[] }[] }).find(({ correction }) => correction === 1);
    const lengthOf = (name: string) => listed!.groups.filter(({ counts }) => counts.includes(name)).flatMap(({ messageIds }) => messageIds).length;
    const { counts } = (told[0]!.data as { figures: { totals: { counts: Record<string, number> } } }).figures.totals;
    expect(Object.fromEntries(Object.keys(counts).map((name) => [name, lengthOf(name)]))).toEqual(counts);
    expect(await refused(ask('再来一次'))).toEqual([409, 'deadline-supervision.nothing-to-correct']);
  });

  it('a further one counts in what came since; anybody recounts all of them from the log', async () => {
    await replicas[0]!.handle(other.submitted('2026-08-27T10:00:00+08:00', randomUUID()), late.published('2026-08-25T10:00:00+08:00', '2026-08-28T10:00:00+08:00', randomUUID()));
    expect((await ask('又有两件。')).status).toBe(201);
    await countAll();
    const { corrections } = await read();
    expect(corrections.map(({ number, events }) => [number, events])).toEqual([[null, 1], [1, 2], [2, expect.any(Number)]]);
    const found = await verdicts();
    expect(found.map(({ period, correction, differences }) => [period, correction, differences])).toEqual([['2026-08', 0, []], ['2026-08', 1, []], ['2026-08', 2, []]]);
    await fixture.dataSource.query(`UPDATE statistics_correction SET figures = jsonb_set(figures, '{totals,answered}', '9') WHERE number = 2`);
    expect((await verdicts()).at(-1)?.differences).toEqual([expect.stringMatching(/^digest/), expect.stringContaining('totals answered: closed 9')]);
  });

  it('nothing else that falls due waits for a count', async () => {
    const lock = fixture.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE statistics_correction IN ACCESS EXCLUSIVE MODE');
    await eventually(async () =>
      expect(await fixture.dataSource.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%statistics_correction%' AND pid <> pg_backend_pid()`)).toHaveLength(replicas.length),
    );
    // More months than there are replicas: a round that was under way when the lock was taken closes one.
    for (const [closed, next] of [['2026-09', '2026-10'], ['2026-10', '2026-11'], ['2026-11', '2026-12']]) {
      fixture.clock.set(`${next}-01T00:00:00+08:00`);
      await eventually(async () => expect(await fixture.dataSource.query('SELECT FROM closed_period WHERE period = $1', [closed])).toHaveLength(1));
    }
    await lock.rollbackTransaction();
    await lock.release();
  });
});
