import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Fixture, housing, Life, type Replica } from '../../deadline-supervision.fixture.js';
import { ClosingService } from '../closing/closing.service.js';
import { lineSchema, type ExportLine } from './export.schema.js';
import { Verification } from './verification.rules.js';

let fixture: Fixture;
let replica: Replica;
const lives = Array.from({ length: 8 }, () => new Life());
beforeAll(async () => {
  fixture = await Fixture.create('2026-08-20T10:00:00+08:00');
  replica = await fixture.start();
  await replica.app.get(ClosingService).closeEnded();
  const [a, b, c, d] = lives as [Life, Life, Life, Life];
  await replica.handle(...lives.map((one, index) => one.registered('2026-08-10T10:00:00+08:00', { channel: index % 2 ? 'board' : 'mailbox' })),
    ...[a, b, c].map((one) => one.assigned('2026-08-11T10:00:00+08:00', housing)),
    a.published('2026-08-12T10:00:00+08:00', '2026-08-17T10:00:00+08:00', randomUUID()), b.submitted('2026-08-13T10:00:00+08:00', randomUUID()),
    c.extended('2026-08-12T10:00:00+08:00', '2026-08-12T11:00:00+08:00', '2026-08-21'), d.published('2026-08-12T10:00:00+08:00', '2026-08-12T10:00:00+08:00', randomUUID(), { interim: true }));
  fixture.clock.set('2026-09-01T00:00:00+08:00');
  await replica.app.get(ClosingService).closeEnded();
  await replica.handle(b.published('2026-08-13T10:00:00+08:00', '2026-09-01T10:00:00+08:00', randomUUID()), c.submitted('2026-08-20T10:00:00+08:00', randomUUID()));
});
afterAll(() => fixture.drop());

async function exported(): Promise<ExportLine[]> {
  const { status, body } = await replica.call('/v1/statistics/events?from=2026-08-01&to=2026-08-31', { role: 'administrator' });
  expect(status).toBe(200);
  return String(body['text']).trimEnd().split('\n').map((line) => lineSchema.parse(JSON.parse(line)));
}
function verdictsOf(lines: readonly ExportLine[]) {
  const verification = new Verification();
  for (const line of lines) verification.take(line);
  return verification.verdicts();
}

describe('R28: from an exported event log alone', () => {
  it('every closed figure is found again, whatever was heard after the closing', async () => {
    expect(verdictsOf(await exported())).toEqual([{ period: '2026-08', correction: 0, messages: 8, differences: [] }]);
  });

  it('an event that was taken away, or a figure that was changed, is found and named', async () => {
    const lines = await exported();
    const without = lines.map((line) => (line.line === 'message' ? { ...line, facts: line.facts.filter(({ type, data }) => type !== 'reply-published' || data['interim']) } : line));
    expect(verdictsOf(without)[0]!.differences).toEqual(expect.arrayContaining(['totals answered: closed 1, by the log 0', 'channels mailbox overdue: closed 3, by the log 4']));
    const polished = structuredClone(lines);
    for (const line of polished) if (line.line === 'closed') line.figures.totals.overdue = 0;
    expect(verdictsOf(polished)[0]!.differences).toEqual([expect.stringContaining('digest'), expect.stringMatching(/^totals overdue: closed 0, by the log \d$/)]);
  });

  it('an export that was cut off, or of which a message was taken, is none', async () => {
    const lines = await exported();
    expect(() => verdictsOf(lines.slice(0, -1))).toThrow('ends before its end');
    expect(() => verdictsOf(lines.filter((line) => line.line !== 'message' || line.messageId !== lives[5]!.messageId))).toThrow('lacks messages');
  });
});
