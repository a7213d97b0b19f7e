import { expect, it } from '@jest/globals';
import type { ImportLine } from './import-line.rules.js';
import { sendBatch, type ImportGates } from './importer.js';

const line = (number: number, reply?: string): ImportLine => ({ number, externalId: `x-${number}`, author: 'U', text: 'B', registeredAt: '2026-03-02T09:30:00+08:00', ...(reply && { reply: { text: reply, submittedAt: '2026-03-03T09:30:00+08:00' } }) });

function gatesOf(changes: Partial<ImportGates> = {}) {
  const sent: string[] = [];
  const gates: ImportGates = {
    register: async (lines) => {
      sent.push(`register ${lines.map(({ number }) => number).join()}`);
      return lines.map(({ number }) => ({ status: number === 2 ? 'repeated' : 'created', messageId: `m-${number}` }));
    },
    file: async (items) => {
      sent.push(`file ${items.map(({ messageId }) => messageId).join()}`);
      return items.map(() => ({ status: 'created' }));
    },
    isWholeRefused: (error) => error instanceof RangeError,
    wordsOf: (error) => (error as Error).message,
    ...changes,
  };
  return { gates, sent };
}

it('registers a batch, then files the replies; with a unit, every message', async () => {
  const { gates, sent } = gatesOf();
  expect(await sendBatch([line(1), line(2, 'R'), line(3)], false, gates)).toEqual({ counts: { created: 2, repeated: 1, refused: 0, replies: 1 }, faults: [] });
  await sendBatch([line(1), line(3)], true, gates);
  expect(sent).toEqual(['register 1,2,3', 'file m-2', 'register 1,3', 'file m-1,m-3']);
});

it('finds the one line that a whole batch is refused for, and goes on with the others', async () => {
  const { gates, sent } = gatesOf();
  const register: ImportGates['register'] = async (lines) => {
    if (lines.some(({ number }) => number === 3)) throw new RangeError('内容过大');
    return gates.register(lines);
  };
  expect(await sendBatch([1, 2, 3, 4].map((n) => line(n)), false, { ...gates, register })).toEqual({ counts: { created: 2, repeated: 1, refused: 1, replies: 0 }, faults: [{ number: 3, reason: '内容过大' }] });
  expect(sent).toEqual(['register 1,2', 'register 4']);
});

it('what else goes wrong ends the batch, so that it is sent again', async () => {
  const { gates } = gatesOf({ file: () => Promise.reject(new Error('连接中断')) });
  await expect(sendBatch([line(1, 'R')], false, gates)).rejects.toThrow('连接中断');
});

it('says of a line that was registered why its reply was not taken', async () => {
  const { gates } = gatesOf({ file: async () => [{ status: 'refused', reason: '答复时间晚于现在' }] });
  expect(await sendBatch([line(1, 'R')], false, gates)).toEqual({ counts: { created: 1, repeated: 0, refused: 1, replies: 0 }, faults: [{ number: 1, reason: '留言已登记，答复或承办单位没有导入：答复时间晚于现在' }] });
});
