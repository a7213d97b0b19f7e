import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { Fixture, Life, type Replica } from '../deadline-supervision.fixture.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  replica = await fixture.start();
  // A second replica, which sweeps as well.
  await fixture.start();
});
afterEach(async () => {
  fixture.clock.set('2026-09-18T15:00:00+08:00');
  await fixture.clear();
});
afterAll(() => fixture.drop());

const at = (instant: string) => `${instant}+08:00`;
const fired = async () =>
  (await fixture.dataSource.query<{ step: string }[]>('SELECT step FROM fired_step WHERE withdrawn_at IS NULL ORDER BY due_at, step')).map(({ step }) => step);
async function open(life = new Life()): Promise<Life> {
  await replica.handle(life.registered(at('2026-09-18T15:00:00')), life.assigned(at('2026-09-18T15:01:00')));
  return life;
}

describe('R22–R24: the ladder', () => {
  it('fires each step at its instant and not before', async () => {
    await open();
    await fixture.until('2026-09-21T08:59:59.999');
    expect(await fired()).toEqual([]);
    await fixture.until('2026-09-21T09:00:00');
    expect(await fired()).toEqual(['reminder']);
    await fixture.until('2026-09-22T23:59:59.999');
    expect(await fired()).toEqual(['reminder']);
    await fixture.until('2026-09-23T00:00:00');
    expect(await fired()).toEqual(['reminder', 'escalation-1', 'overdue']);
    await fixture.until('2026-09-23T08:59:59.999');
    expect(await fired()).not.toContain('urging');
    await fixture.until('2026-09-23T09:00:00');
    expect(await fired()).toEqual(['reminder', 'escalation-1', 'overdue', 'urging']);
    await fixture.until('2026-09-25T00:00:00');
    expect(await fired()).toContain('escalation-2');
    await fixture.until('2026-10-10T00:00:00');
    const raised = await fixture.events('escalation.raised');
    expect(raised.map(({ data }) => [data['level'], data['to']])).toEqual([[1, 'supervision-office'], [2, 'supervision-office'], [3, 'inspection-bureau']]);
    expect((await fixture.events('reminder.issued')).map(({ data }) => data['step'])).toEqual(['reminder', 'urging']);
    expect((await fixture.events('deadline.overdue')).map(({ data }) => data['overdueSince'])).toEqual(['2026-09-22T16:00:00.000Z']);
  });

  it('two replicas that sweep at once fire nothing twice, and every sequence stands once', async () => {
    const lives = Array.from({ length: 1_500 }, () => new Life());
    for (let start = 0; start < lives.length; start += 250) {
      await replica.handle(...lives.slice(start, start + 250).map((life) => life.registered(at('2026-09-18T15:00:00'))));
    }
    await fixture.until('2026-09-21T09:00:00');
    await fixture.until('2026-12-01T09:00:00');
    const [steps] = await fixture.dataSource.query<{ n: number }[]>('SELECT count(*)::int AS n FROM fired_step');
    const [sequences] = await fixture.dataSource.query<{ all: number; once: number }[]>(
      `SELECT count(*)::int AS all, count(DISTINCT (envelope::json->>'subject', envelope::json->>'sequence'))::int AS once FROM outbox
       WHERE envelope::json->>'subject' IN (SELECT message_id::text FROM deadline)`,
    );
    expect(steps?.n).toBe(lives.length * 6);
    expect(sequences).toEqual({ all: lives.length * 7, once: lives.length * 7 });
    const [positions] = await fixture.dataSource.query<{ n: number; top: number }[]>('SELECT count(DISTINCT position)::int AS n, max(position)::int AS top FROM escalation');
    expect(positions).toEqual({ n: lives.length * 3, top: lives.length * 3 });
  });

  it('sweeps and evidence that meet on the same messages wait for each other, lose nothing and number nothing twice', async () => {
    const lives = Array.from({ length: 1_500 }, () => new Life());
    await replica.handle(...lives.map((life) => life.registered(at('2026-09-18T15:00:00'))));
    await fixture.until('2026-09-21T09:00:00');
    const timely = lives.filter((_, index) => index % 3 === 0);
    const submissions = timely.map((life) => life.submitted(at('2026-09-22T10:00:00'), randomUUID()));
    const evidence = [submissions.slice(0, 250), submissions.slice(250).reverse()].map((events) => replica.handle(...events));
    await Promise.all([fixture.until('2026-09-23T00:00:00'), ...evidence]);
    await fixture.until('2026-09-23T00:00:01');
    expect((await fired()).filter((step) => step !== 'reminder')).toHaveLength(2 * (lives.length - timely.length));
    const [numbered] = await fixture.dataSource.query<{ wrong: number }[]>(
      // Materialised: a plan that counts all envelopes again for each timer runs into the time limit of statements.
      `WITH told AS MATERIALIZED (
         SELECT envelope::json->>'subject' AS subject, count(*) AS said, count(DISTINCT envelope::json->>'sequence') AS once FROM outbox GROUP BY 1)
       SELECT count(*)::int AS wrong FROM deadline_timer AS timer LEFT JOIN told ON subject = message_id::text
       WHERE (timer.sequence, timer.sequence) IS DISTINCT FROM (said, once)`,
    );
    expect(numbered).toEqual({ wrong: 0 });
  });

  it('a deadline that somebody has taken away stops no other, and fires once it is put back', async () => {
    const [gone, other] = [await open(), await open()];
    const [[row]] = (await fixture.dataSource.query('DELETE FROM deadline WHERE message_id = $1 RETURNING to_json(deadline) AS deadline', [gone.messageId])) as [[{ deadline: object }]];
    const reminded = async () => (await fixture.events('reminder.issued')).map(({ subject }) => subject);
    await fixture.until('2026-09-21T09:00:00');
    expect(await reminded()).toEqual([other.messageId]);
    await fixture.dataSource.query('INSERT INTO deadline SELECT * FROM json_populate_record(NULL::deadline, $1)', [JSON.stringify(row.deadline)]);
    await fixture.until('2026-09-21T10:00:00');
    expect(await reminded()).toEqual([other.messageId, gone.messageId]);
  });

  it('the sweep wakes by itself when business time has passed a due instant', async () => {
    await open();
    fixture.clock.set(at('2026-09-23T00:00:00'));
    await eventually(async () => expect(await fired()).toContain('overdue'));
  });
});

describe('evidence that arrives late', () => {
  async function reminded(): Promise<Life> {
    const life = await open();
    await fixture.until('2026-09-21T09:00:00');
    await fixture.until('2026-09-23T09:00:00');
    return life;
  }

  it('a timely submission withdraws the overdue and marks what it caused', async () => {
    const life = await reminded();
    await replica.handle(life.submitted(at('2026-09-22T23:59:00'), randomUUID()));
    await fixture.until('2026-09-23T09:01:00');
    expect(await fired()).toEqual(['reminder', 'urging']);
    expect(await fixture.events('deadline.overdue-withdrawn')).toHaveLength(1);
    expect(await fixture.dataSource.query('SELECT level FROM escalation WHERE withdrawn_at IS NOT NULL')).toEqual([{ level: 1 }]);
    const [raised] = await fixture.events('escalation.raised');
    const gone = await fixture.events('escalation.withdrawn');
    expect(gone.map(({ data }) => data)).toEqual([
      { escalationId: raised?.data['escalationId'], messageId: life.messageId, level: 1, withdrawnAt: expect.any(String) },
    ]);
    const [stored] = await fixture.dataSource.query<{ sequence: number }[]>('SELECT sequence FROM deadline_timer');
    expect(gone[0]?.sequence).toBe(stored?.sequence);
  });

  it('a gate that returns the reply after the due date makes it overdue and escalated, and reminds of no date that has passed', async () => {
    const life = await open();
    const reply = randomUUID();
    await replica.handle(life.submitted(at('2026-09-18T16:00:00'), reply));
    await fixture.until('2026-09-24T09:00:00');
    await replica.handle(life.gateReturned(at('2026-09-24T10:00:00'), reply));
    await fixture.until('2026-09-24T10:00:00');
    expect(await fired()).toEqual(['escalation-1', 'overdue', 'urging']);
    expect((await fixture.events('reminder.issued')).map(({ data }) => data['step'])).toEqual(['urging']);
  });

  it('and if the gate then sends it back, the message is overdue again as of its due instant, and the unit is not urged twice', async () => {
    const life = await reminded();
    const reply = randomUUID();
    await replica.handle(life.submitted(at('2026-09-22T23:59:00'), reply));
    await fixture.until('2026-09-23T09:01:00');
    await replica.handle(life.gateReturned(at('2026-09-23T10:00:00'), reply));
    await fixture.until('2026-09-23T10:00:00');
    expect((await fixture.events('deadline.overdue')).map(({ data }) => data['overdueSince'])).toEqual(['2026-09-22T16:00:00.000Z', '2026-09-22T16:00:00.000Z']);
    expect((await fixture.events('reminder.issued')).map(({ data }) => data['step'])).toEqual(['reminder', 'urging']);
    expect(await fixture.dataSource.query('SELECT level, withdrawn_at IS NULL AS stands FROM escalation ORDER BY raised_at')).toEqual([
      { level: 1, stands: false }, { level: 1, stands: true },
    ]);
  });

  it('evidence of the night makes it overdue and escalated at once, and the unit is urged when work begins', async () => {
    const life = await open();
    const reply = randomUUID();
    await replica.handle(life.submitted(at('2026-09-18T16:00:00'), reply));
    await fixture.until('2026-09-24T21:00:00');
    await replica.handle(life.gateReturned(at('2026-09-24T22:00:00'), reply));
    await fixture.until('2026-09-24T22:00:00');
    expect(await fired()).toEqual(['escalation-1', 'overdue']);
    // The Mid-Autumn holiday lies between.
    await fixture.until('2026-09-28T08:59:59');
    expect(await fired()).not.toContain('urging');
    await fixture.until('2026-09-28T09:00:00');
    expect(await fired()).toContain('urging');
  });

  it('R10: a timely extension published after the due date moves it; it is overdue once the new date has passed', async () => {
    const life = await reminded();
    await replica.handle(life.extended(at('2026-09-22T16:00:00'), at('2026-09-23T09:00:00'), '2026-09-28'));
    await fixture.until('2026-09-28T23:59:00');
    expect(await fired()).toEqual(['reminder', 'urging']);
    await fixture.until('2026-09-29T00:00:00');
    expect((await fixture.events('deadline.overdue')).map(({ data }) => [data['overdueSince'], data['replyDueOn']])).toEqual([
      ['2026-09-22T16:00:00.000Z', '2026-09-22'], ['2026-09-28T16:00:00.000Z', '2026-09-28'],
    ]);
  });

  it('a timely submission that waits in review past the due date is not overdue at all', async () => {
    const life = await open();
    await replica.handle(life.submitted(at('2026-09-21T08:00:00'), randomUUID()));
    await fixture.until('2026-10-20T00:00:00');
    expect(await fired()).toEqual([]);
  });
});

describe('a year without a notice', () => {
  it('nothing is overdue on a provisional day; when the notice is loaded, the date moves and the sweep begins', async () => {
    const life = new Life();
    await replica.handle(life.registered(at('2026-12-28T10:00:00')));
    await fixture.until('2027-02-01T00:00:00');
    expect(await fired()).toEqual([]);
    const paper = 'https://www.gov.cn/zhengce/2027.htm';
    const notice = {
      year: 2027, name: '国务院办公厅关于2027年部分节假日安排的通知', number: '国办发明电〔2026〕9号', papers: [paper],
      days: [{ name: '元旦', date: '2026-12-31', isOffDay: true }, { name: '元旦', date: '2027-01-01', isOffDay: true }],
    };
    expect((await replica.call('/v1/calendar/notices', { role: 'administrator', body: notice })).status).toBe(201);
    await eventually(async () => expect(await fired()).toContain('overdue'));
    const [moved] = await fixture.events('deadline.moved');
    expect(moved?.data).toMatchObject({ cause: 'calendar', provisional: false, replyDueOn: '2027-01-04' });
  });
});
