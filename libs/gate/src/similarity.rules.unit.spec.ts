import { describe, expect, it } from '@jest/globals';
import { material, readJsonLines } from '@wenzheng/testing';
import { bandsOf, equality, sameFrom } from './similarity.rules.js';

const replies = readJsonLines<{ reply: string }>(material('messages/replies.jsonl')).map(({ reply }) => reply).filter((reply) => reply.length > 100);

describe('how equal two replies are', () => {
  it('goes by what can be read', () => {
    expect(equality('路灯已于9月20日修复。', '路灯 已于９月２０日修复！')).toBe(1);
    expect(equality('路灯已于9月20日修复。', '井盖明天更换')).toBe(0);
    expect(equality('', '')).toBe(0);
  });
});

describe('the index of bands', () => {
  const shared = (one: string, other: string): boolean => {
    const bands = bandsOf(other);
    return bandsOf(one).some((band, at) => band === bands[at]);
  };

  it('names whatever is nearly equal', () => {
    const changed = replies.map((reply) => [reply, `${reply.slice(0, reply.length / 2)}另${reply.slice(reply.length / 2 + 1)}`] as const).filter(([one, other]) => equality(one, other) >= sameFrom);
    expect(changed.length).toBeGreaterThan(1_000);
    expect(changed.filter(([one, other]) => !shared(one, other))).toEqual([]);
  });

  it('hardly ever names what is not', () => {
    const unlike = replies.slice(0, -1).map((reply, at) => [reply, replies[at + 1]!] as const).filter(([one, other]) => equality(one, other) < 0.4);
    expect(unlike.filter(([one, other]) => shared(one, other)).length / unlike.length).toBeLessThan(0.05);
  });
});
