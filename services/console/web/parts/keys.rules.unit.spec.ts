import { describe, expect, it } from '@jest/globals';
import { deedOfKey, neighbour, nextAfter } from './keys.rules.js';

const rows = ['a', 'b', 'c'];
const key = (name: string, more: Partial<Parameters<typeof deedOfKey>[0]> = {}) => ({ key: name, ctrl: false, alt: false, isTyping: false, ...more });

describe('rows', () => {
  it('J and K stop at the ends, and begin at the top where nothing is open', () => {
    expect(neighbour(rows, 'a', 1)).toEqual('b');
    expect(neighbour(rows, 'c', 1)).toEqual('c');
    expect(neighbour(rows, 'a', -1)).toEqual('a');
    expect(neighbour(rows, undefined, 1)).toEqual('a');
    expect(neighbour([], 'a', 1)).toBeUndefined();
  });

  it('after the last one that is done the one before it is at hand', () => {
    expect(nextAfter(rows, 'b')).toEqual('c');
    expect(nextAfter(rows, 'c')).toEqual('b');
    expect(nextAfter(['a'], 'a')).toBeUndefined();
  });
});

describe('keys', () => {
  it.each([
    ['j', 'next'], ['K', 'previous'], ['r', 'write'], ['e', 'extend'], ['?', 'help'], ['Escape', 'back'], ['x', null],
  ])('%s: %s', (name, deed) => {
    expect(deedOfKey(key(name), true)).toBe(deed);
  });

  it('letters are letters in a field, and nothing once they are switched off', () => {
    expect(deedOfKey(key('j', { isTyping: true }), true)).toBeNull();
    expect(deedOfKey(key('j'), false)).toBeNull();
    expect(deedOfKey(key('Escape', { isTyping: true }), false)).toBe('back');
  });

  it('saving and submitting work while typing; AltGr and Alt are the keyboard’s own', () => {
    expect(deedOfKey(key('s', { ctrl: true, isTyping: true }), false)).toBe('save');
    expect(deedOfKey(key('Enter', { ctrl: true, isTyping: true }), true)).toBe('submit');
    expect(deedOfKey(key('e', { ctrl: true }), true)).toBeNull();
    expect(deedOfKey(key('j', { alt: true }), true)).toBeNull();
  });
});
