// A process of the service that is killed in the middle of what it does, and another one after it: nothing is lost, and nothing comes twice.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { freePorts } from '@wenzheng/testing/files';
import { letterOf, mayor, openPost, type Post } from './connectors/mail/mail.fixture.js';
import { call, channelKeys, Fixture, message } from './intake.fixture.js';

/** What was built. */
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

let fixture: Fixture;
let post: Post;
const running = new Set<ChildProcess>();
beforeAll(async () => {
  [fixture, post] = await Promise.all([Fixture.create(), openPost()]);
}, 60_000);
afterAll(async () => {
  await Promise.all([...running].map(kill));
  await fixture.drop();
  await post.close();
});

async function kill(child: ChildProcess): Promise<void> {
  running.delete(child);
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** A process of the service that takes requests. */
async function start(settings: Record<string, string> = {}): Promise<{ url: string; kill(): Promise<void> }> {
  const [port, operations] = await freePorts(2);
  const env = { ...fixture.environment({ HOST: '127.0.0.1', PORT: String(port), OPERATIONS_PORT: String(operations), ...settings }), PATH: process.env['PATH'] };
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  running.add(child);
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => expect((await fetch(`${url}/v1/ticket-keys`)).status).toBe(200), { timeoutMs: 60_000 });
  return { url, kill: () => kill(child) };
}

/** What a dead process had taken for itself would be free again some time later. */
const later = async () => {
  await fixture.dataSource.query(`UPDATE attachment SET due_at = now() WHERE state IN ('received', 'scanning')`);
  await fixture.dataSource.query('UPDATE fetch_cursor SET due_at = now()');
  await fixture.dataSource.query('UPDATE letter SET enclosures_due_at = now() WHERE enclosures_due_at IS NOT NULL');
};

it('uploads, letters and what is enclosed in them, each in the middle of its way', async () => {
  const folder = fixture.environment()['ATTACHMENTS_DIR'] ?? '';
  const files = async () => (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])).filter((entry) => entry.isFile()).map(({ name }) => name);
  const put = (url: string, body: unknown, more: object = {}) =>
    fetch(`${url}/v1/channels/board/messages/killed/attachments/a`, { method: 'PUT', headers: { authorization: `Bearer ${channelKeys.board}`, 'content-type': 'application/octet-stream' }, body, ...more } as RequestInit);
  const many = 12;
  const filler = 'x'.repeat(75).concat('\r\n').repeat(4_000);
  const settings = { ...post.settings, MAILBOX_SECONDS: '1' };

  // Half of a file, and letters that are being fetched.
  const first = await start(settings);
  expect((await call(`${first.url}/v1/channels/board/messages`, { token: channelKeys.board, body: message('killed', { attachments: [{ externalId: 'a', name: '说明.txt' }] }) })).status).toBe(201);
  const half = put(first.url, new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(300_000).fill(97)) }), { duplex: 'half' }).catch(() => 'cut off');
  await eventually(async () => expect(await files()).toEqual([expect.stringMatching(/\.partial$/)]));
  for (let n = 1; n <= many; n += 1) {
    const parts = `--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n第${n}封信。\r\n--b\r\nContent-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n${n} ${filler}--b--`;
    await post.imap.deliver(letterOf(`killed-${n}`, parts, { From: `writer-${n}@citizen.test`, 'Content-Type': 'multipart/mixed; boundary=b' }), mayor);
  }
  await eventually(async () => expect(await fixture.count('letter')).toBeGreaterThan(0), { timeoutMs: 60_000 });
  await first.kill();
  expect(await half).toBe('cut off');
  expect(await fixture.count(`attachment JOIN message USING (message_id) WHERE channel = 'board'`)).toBe(0);
  await later();

  // A letter of which nothing has been taken yet, for its first file cannot be written down: it is not done, and no later process may think so.
  const blocked = fixture.dataSource.createQueryRunner();
  await blocked.startTransaction();
  await blocked.query('LOCK TABLE attachment_file IN EXCLUSIVE MODE');
  const stuck = await start({ ...settings, CLAMD_ADDRESS: '127.0.0.1:1' });
  await eventually(async () => expect(await fixture.rows(`SELECT FROM pg_locks WHERE relation = 'attachment_file'::regclass AND NOT granted`)).not.toEqual([]), { timeoutMs: 60_000 });
  await stuck.kill();
  await blocked.rollbackTransaction();
  await blocked.release();
  expect(await fixture.count('letter WHERE enclosure_attempts > 0 AND enclosures_due_at IS NULL')).toBe(0);
  await later();

  // All of a file that nothing examines, for no scanner answers there; and letters that are being taken apart.
  const second = await start({ ...settings, CLAMD_ADDRESS: '127.0.0.1:1' });
  expect((await put(second.url, '路灯不亮')).status).toBe(201);
  await eventually(async () => expect(await fixture.count('attachment JOIN letter USING (message_id)')).toBeGreaterThan(0), { timeoutMs: 60_000 });
  await second.kill();
  expect(await fixture.count(`attachment WHERE state NOT IN ('received', 'scanning')`)).toBe(0);
  await later();

  const third = await start(settings);
  const outcome = () => fixture.rows(
    `SELECT channel, count(DISTINCT external_id)::int AS letters, count(DISTINCT message.message_id)::int AS messages, count(attachment_id)::int AS attachments, count(*) FILTER (WHERE attachment.state = 'stored')::int AS stored
     FROM message LEFT JOIN attachment USING (message_id) GROUP BY channel ORDER BY channel`,
  );
  await eventually(async () => {
    await later();
    expect(await outcome()).toEqual([{ channel: 'board', letters: 1, messages: 1, attachments: 1, stored: 1 }, { channel: 'mailbox', letters: many, messages: many, attachments: many, stored: many }]);
  }, { timeoutMs: 60_000, everyMs: 200 });
  expect((await put(third.url, '路灯不亮')).status).toBe(200);
  expect(await fixture.rows(`SELECT state, count(*)::int AS count FROM letter GROUP BY state`)).toEqual([{ state: 'registered', count: many }]);
  expect(await fixture.events('intake.message.registered.v1')).toHaveLength(many + 1);
  expect(await fixture.events('intake.attachment.stored.v1')).toHaveLength(many + 1);
  // What lies there is known, so that it is swept if nothing names it.
  const known = (await fixture.rows<{ key: string }>('SELECT key FROM attachment_file')).map(({ key }) => key.split('/')[1]);
  expect((await files()).filter((name) => !known.includes(name.replace('.partial', '')))).toEqual([]);
}, 240_000);
