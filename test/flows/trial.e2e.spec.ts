import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { City, message } from '../support/city.js';

const root = new URL('../../', import.meta.url);
const advance = /npm run clock -- (advance P\S+)/.exec(readFileSync(new URL('README.md', root), 'utf8'))?.[1];

let city: City;
// Into a weekend, and at night: what is read by people waits twice on the way.
beforeAll(async () => {
  city = await City.start({ startAt: new Date('2026-11-06T23:10:00+08:00') });
}, 180_000);
afterAll(() => city?.stop(), 60_000);

it('the trial of the README shows reminder, urging and escalation, each at its own instant', async () => {
  const { body: receipt } = await city.push('board', message('nobody-answers', { unit: city.unit }));
  const told = () =>
    city.sql<{ what: string; at: Date }>(
      `SELECT concat_ws(' ', envelope::json->>'type', envelope::json->'data'->>'step', envelope::json->'data'->>'level') AS what, (envelope::json->>'time')::timestamptz AS at
       FROM deadline_supervision.outbox WHERE envelope::json->>'subject' = $1 ORDER BY at, what`,
      [receipt.messageId],
    );
  await eventually(async () => expect(await told()).toHaveLength(1));
  const command = fileURLToPath(new URL('deploy/local/dist/cli.js', root));
  const { stdout } = await promisify(execFile)(process.execPath, [command, 'clock', ...advance!.split(' ')], {
    env: { ...process.env, WENZHENG_DATA_DIR: city.platform.dataDir },
  });
  const minutes = (await told()).map(({ what, at }) => `${what.replace('deadline-supervision.', '')} ${at.toISOString().slice(0, 16)}`);
  expect(minutes.slice(1, 5)).toEqual([
    'reminder.issued.v1 reminder 2026-11-10T01:00',
    'deadline.overdue.v1 2026-11-11T16:00',
    'escalation.raised.v1 1 2026-11-11T16:00',
    'reminder.issued.v1 urging 2026-11-12T01:00',
  ]);
  expect(stdout).toMatch(/^2026-11-10 09:00:0\d  what fell due is done$/m);
}, 120_000);
