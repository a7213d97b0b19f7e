import { expect, it } from '@jest/globals';
import { linesOf, readImportLine } from './import-line.rules.js';

const row = { id: 'x-1', user: 'U', subject: 'S', submitted_at: '2026-03-02T09:30:00+08:00', body: 'B' };
const read = (more: object) => readImportLine(7, JSON.stringify({ ...row, ...more }));

it('reads a message, and the reply that it got', () => {
  expect(read({ up: '3', reply: 'R', replied_at: '2026-03-03T09:30:00+08:00', other: {} })).toEqual({
    number: 7, externalId: 'x-1', author: 'U', title: 'S', text: 'B', registeredAt: row.submitted_at, likes: 3, reply: { text: 'R', submittedAt: '2026-03-03T09:30:00+08:00' },
  });
  expect(read({ subject: ' ', reply: null })).toEqual({ number: 7, externalId: 'x-1', author: 'U', text: 'B', registeredAt: row.submitted_at });
});

it('keeps ids that differ in their last digit apart', () => {
  const numbered = (id: string) => readImportLine(1, JSON.stringify(row).replace('"x-1"', id));
  expect([numbered('9007199254740993001'), numbered('9007199254740993002')]).toMatchObject([{ externalId: '9007199254740993001' }, { externalId: '9007199254740993002' }]);
});

it.each<[string, string]>([
  ['not json', '不是一个JSON对象'],
  ['[]', '不是一个JSON对象'],
  ['{}', '缺少“id”；缺少“user”；缺少“body”；缺少“submitted_at”'],
  [JSON.stringify({ ...row, submitted_at: '2026-03-02 09:30' }), '“submitted_at”应为带时区的时间，如2026-03-02T09:30:00+08:00'],
  [JSON.stringify({ ...row, reply: 'R' }), '缺少“replied_at”'],
  [JSON.stringify({ ...row, up: 'many', body: {} }), '“body”不是文字；缺少“body”；“up”不是点赞数'],
])('says of %s: %s', (content, reason) => {
  expect(readImportLine(2, content)).toMatchObject({ number: 2, reason: expect.stringContaining(reason.split('；')[0]!) });
  expect((readImportLine(2, content) as { reason: string }).reason.split('；').toSorted()).toEqual(reason.split('；').toSorted());
});

async function* chunked(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const all = async (bytes: Uint8Array, size: number) => {
  const found: string[] = [];
  for await (const line of linesOf(chunked(bytes, size))) found.push(line);
  return found;
};

it('splits at line ends alone, wherever the file is cut', async () => {
  const bytes = new TextEncoder().encode('\uFEFF一\u2028二\r\n三\n\n四');
  for (const size of [1, 2, 5, 100]) expect(await all(bytes, size)).toEqual(['一\u2028二', '三', '', '四']);
});

it('takes nothing of a file that is not UTF-8', async () => {
  await expect(all(new Uint8Array([0x7b, 0xc2, 0xb7, 0xb5, 0xc6]), 2)).rejects.toMatchObject({ name: 'TypeError' });
});
