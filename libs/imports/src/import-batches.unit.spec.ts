import { expect, it } from '@jest/globals';
import { beforeFirstLine, countLines, importLines, type ImportPlan, type ImportState } from './import-batches.js';
import type { ImportEndpoints } from './import-endpoints.js';

const line = (id: number, more: object = {}) => JSON.stringify({ id: `x-${id}`, user: 'U', submitted_at: '2026-03-02T09:30:00+08:00', body: 'B', ...more });
const replied = { reply: 'R', replied_at: '2026-03-03T09:30:00+08:00' };
const upTo = (count: number) => Array.from({ length: count }, (_, index) => line(index + 1));

class Refused extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** Both services as their interfaces describe them; x-2 has been imported before. */
function servicesOf(changes: Partial<ImportEndpoints> = {}) {
  const sent: string[] = [];
  const endpoints: ImportEndpoints = {
    register: async ({ messages }) => {
      sent.push(`register ${messages.map(({ externalId }) => externalId).join()}`);
      return messages.map(({ externalId }) => ({ status: externalId === 'x-2' ? 'repeated' : 'created', messageId: `m-${externalId}` }));
    },
    file: async ({ items, unit = 'nobody' }) => {
      sent.push(`file ${items.map(({ messageId }) => messageId).join()} of ${unit}`);
      return items.map(() => ({ status: 'created' }));
    },
    ...changes,
  };
  return { endpoints, sent };
}

async function run(lines: readonly string[], plan: Partial<ImportPlan> = {}, from = beforeFirstLine): Promise<ImportState[]> {
  async function* file() {
    yield* lines;
  }
  const words: ImportPlan['words'] = { faults: (faults) => faults.map(({ code }) => code).join(), unfiled: (reason, hasReply) => `registered, without ${hasReply ? 'reply' : 'unit'}: ${reason}`, unexplained: 'no reason' };
  const states: ImportState[] = [];
  for await (const state of importLines(file(), from, { channel: 'board', endpoints: servicesOf().endpoints, words, ...plan })) states.push(state);
  return states;
}

it('registers a batch, then files the replies; with a unit, every message', async () => {
  const { endpoints, sent } = servicesOf();
  const [state] = await run([line(1), line(2, replied), line(3)], { endpoints });
  expect(state).toEqual({ lines: 3, counts: { read: 3, created: 2, repeated: 1, refused: 0, replies: 1 }, refusals: [] });
  await run([line(1), line(3)], { endpoints, unit: 'urban' });
  expect(sent).toEqual(['register x-1,x-2,x-3', 'file m-x-2 of nobody', 'register x-1,x-3', 'file m-x-1,m-x-3 of urban']);
});

it('tells how far it is after every 200 lines, and after a million characters', async () => {
  expect((await run(upTo(401))).map(({ lines, counts }) => [lines, counts.read])).toEqual([[200, 200], [400, 400], [401, 401]]);
  const long = 'x'.repeat(600_000);
  expect((await run([line(1, { body: long }), line(2, { body: long }), line(3)])).map(({ lines }) => lines)).toEqual([2, 3]);
});

it('goes on where it was left, and adds to what was counted', async () => {
  const { endpoints, sent } = servicesOf();
  const from: ImportState = { lines: 2, counts: { read: 2, created: 1, repeated: 0, refused: 1, replies: 0 }, refusals: [{ number: 1, reason: 'before' }] };
  expect((await run([...upTo(2), 'no json', line(4)], { endpoints }, from)).at(-1)).toEqual({
    lines: 4, counts: { read: 4, created: 2, repeated: 0, refused: 2, replies: 0 }, refusals: [{ number: 1, reason: 'before' }, { number: 3, reason: 'not_json' }],
  });
  expect(sent).toEqual(['register x-4']);
});

it('passes over empty lines, and says of bad ones which they are', async () => {
  const [state] = await run(['', '{}', line(3), '  ', '[]']);
  expect(state).toMatchObject({ lines: 5, counts: { read: 3, created: 1, refused: 2 }, refusals: [{ number: 2, reason: 'missing,missing,missing,missing' }, { number: 5, reason: 'not_object' }] });
});

it('finds the one line that a whole batch is refused for, and goes on with the others', async () => {
  const { endpoints, sent } = servicesOf();
  const register: ImportEndpoints['register'] = async (body) => {
    if (body.messages.some(({ externalId }) => externalId === 'x-3')) throw new Refused(413, 'too large');
    return endpoints.register(body);
  };
  expect(await run(upTo(4), { endpoints: { ...endpoints, register } })).toMatchObject([{ counts: { created: 2, repeated: 1, refused: 1 }, refusals: [{ number: 3, reason: 'too large' }] }]);
  expect(sent).toEqual(['register x-1,x-2', 'register x-4']);
});

it('ends at any other error, so that the batch is sent again', async () => {
  const states: ImportState[] = [];
  const file = () => Promise.reject(new Refused(500, 'broken'));
  await expect(run([line(1, replied)], servicesOf({ file })).then((more) => states.push(...more))).rejects.toThrow('broken');
  expect(states).toEqual([]);
});

it('says of a line that was registered why its reply was not taken', async () => {
  const file: ImportEndpoints['file'] = async ({ items }) => items.map(({ reply }) => (reply ? { status: 'refused', reason: 'in the future' } : { status: 'refused' }));
  const [state] = await run([line(1, replied), line(3)], { ...servicesOf({ file }), unit: 'urban' });
  expect(state).toMatchObject({ counts: { created: 2, refused: 2, replies: 0 }, refusals: [{ number: 1, reason: 'registered, without reply: in the future' }, { number: 2, reason: 'registered, without unit: no reason' }] });
});

it('refuses a line that a service gives no answer for', async () => {
  expect(await run(upTo(1), servicesOf({ register: async () => [] }))).toMatchObject([{ counts: { created: 0, refused: 1 }, refusals: [{ number: 1, reason: 'no reason' }] }]);
});

it.each([['board', 3], ['mailbox', undefined]] as const)('sends likes where the channel has them: %s', async (channel, likes) => {
  const seen: unknown[] = [];
  const register: ImportEndpoints['register'] = async ({ messages }) => (seen.push(...messages.map((message) => message.likes)), []);
  await run([line(1, { up: 3 })], { channel, ...servicesOf({ register }) });
  expect(seen).toEqual([likes]);
});

it('counts the lines of a file that is UTF-8 to its end', async () => {
  async function* bytes(end: number[]) {
    yield new TextEncoder().encode('一\n\n三\n');
    yield new Uint8Array(end);
  }
  expect(await countLines(bytes([0x34]))).toBe(4);
  await expect(countLines(bytes([0xb7]))).rejects.toMatchObject({ name: 'LineError', line: 4 });
});
