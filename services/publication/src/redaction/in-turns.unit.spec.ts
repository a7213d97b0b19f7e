import { describe, expect, it } from '@jest/globals';
import { setImmediate } from 'node:timers/promises';
import { redact } from '@wenzheng/redaction';
import { examineInTurns } from './in-turns.js';

describe('a batch of strangers’ texts', () => {
  it('leaves the event loop a turn after each long one, and comes out in its order', async () => {
    const texts = Array.from({ length: 256 }, (_, n) => `${'路灯7-7-'.repeat(3_400)}${n % 2 === 0 ? '13855412345' : '不亮'}`);
    const directory = new Set<string>();
    let [turns, going] = [0, true];
    const other = (async () => {
      while (going) {
        await setImmediate();
        turns += 1;
      }
    })();
    const examined = await examineInTurns(texts, directory);
    going = false;
    await other;
    expect(turns).toBeGreaterThanOrEqual(256);
    expect(examined.slice(0, 2).map(({ text }) => text)).toEqual(texts.slice(0, 2).map((text) => redact(text, directory)));
  });

  it('has no turn for short ones, which are most', async () => {
    expect(await examineInTurns(['路灯', '13855412345'], new Set())).toHaveLength(2);
  });
});
