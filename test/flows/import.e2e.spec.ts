import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, material, readJsonLines } from '@wenzheng/testing';
import { City } from '../support/city.js';

interface Line {
  id: string;
  subject: string;
  body: string;
  reply: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const file = material('messages/replies.jsonl');
const lines = readJsonLines<Line>(file);

let city: City;
beforeAll(async () => {
  city = await City.start();
}, 180_000);
afterAll(() => city?.stop(), 60_000);

/** The command as an administrator runs it. */
const importFile = () =>
  promisify(execFile)(process.execPath, [path.join(root, 'deploy/local/dist/cli.js'), 'import', file, '--channel', 'board'], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', WENZHENG_DATA_DIR: city.platform.dataDir },
  });

const statistics = async () =>
  (await city.call<{ totals: Record<string, number> }>('deadline-supervision', '/v1/statistics', { as: 'supervision-office' })).body.totals;

interface Conservation {
  balanced: boolean;
  settled: boolean;
  differences: { messageId: string; service: string }[];
}
const conservation = async () => (await city.call<Conservation>('deadline-supervision', '/v1/conservation', { as: 'supervision-office' })).body;
const balanced = () =>
  eventually(async () => expect(await conservation()).toMatchObject({ balanced: true, settled: true, differences: [] }), { timeoutMs: 120_000, everyMs: 500 });

const expected = { registered: 1_988, answered: 1_988, answeredWithin3WorkingDays: 487, answeredWithin10WorkingDays: 1_237, answeredLater: 751, open: 0 };

describe("a city's past, 1,988 real messages with their replies", () => {
  it('gives the figures that were counted from the file by hand', async () => {
    const { stdout } = await importFile();
    process.stdout.write(stdout);
    await eventually(async () => expect(await statistics()).toMatchObject(expected), { timeoutMs: 120_000, everyMs: 250 });
  }, 300_000);

  it('reminds, urges and escalates nobody for the past', async () => {
    const { body } = await city.call<{ items: unknown[] }>('deadline-supervision', '/v1/escalations', { as: 'supervision-office' });
    expect(body.items).toEqual([]);
    expect(await city.sql('SELECT 1 FROM deadline_supervision.fired_step')).toEqual([]);
    expect(await city.sql("SELECT 1 FROM routing.message WHERE state = 'holding-pen'")).toEqual([]);
  });

  it('shows each reply on the page of its message, but of what the information office looks at first', async () => {
    const numbers = new Map((await city.sql<{ external_id: string; message_number: string }>('SELECT external_id, message_number FROM intake.message')).map((row) => [row.external_id, row.message_number]));
    const missing: string[] = [];
    for (const line of lines) {
      const shown = textOf(await city.page(numbers.get(line.id)!));
      if (!sentences(line.reply).every((sentence) => shown.includes(sentence))) missing.push(line.id);
    }
    const waiting = (await city.sql<{ id: string }>('SELECT external_id AS id FROM publication.content_review JOIN intake.message USING (message_id) WHERE decision IS NULL')).map(({ id }) => id);
    expect(missing.toSorted()).toEqual(waiting.toSorted());
    expect([waiting.length > 60, waiting.length < 200]).toEqual([true, true]);
    // Nobody is late with them tomorrow.
    const late = await city.sql(`SELECT 1 FROM publication.content_review WHERE due_at < opened_at + interval '10 days'`);
    expect(late).toEqual([]);
  }, 300_000);

  it('balances in every service', balanced, 150_000);

  it('changes nothing when it is imported a second time', async () => {
    const count = () => city.sql(
      `SELECT (SELECT count(*) FROM intake.message) AS messages, (SELECT count(*) FROM routing.reply) AS replies, (SELECT count(*) FROM deadline_supervision.deadline) AS deadlines,
        (SELECT count(*) FROM publication.reply) AS published, (SELECT max(message_number) FROM intake.message) AS last_number`,
    );
    const before = await count();
    const { stdout } = await importFile();
    expect(stdout).toMatch(/1,?988/);
    expect(await count()).toEqual(before);
    expect(await statistics()).toMatchObject(expected);
  }, 300_000);
});

/** What a reader sees of a page: no tags, entities resolved, white space folded. */
function textOf(html: string): string {
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
  return fold(html.replace(/<[^>]*>/g, '').replace(/&(lt|gt|quot|#39|amp);/g, (entity) => entities[entity]!));
}

const fold = (text: string) => text.normalize('NFKC').replace(/\s+/g, '');

/** The parts of a reply that hold no digit or Latin letter: those that redaction must leave alone. */
const sentences = (reply: string): string[] => reply.split(/[0-9A-Za-z０-９@._\-—－()（）\s]+/u).map(fold).filter((part) => part.length > 1);
