import { describe, expect, it } from '@jest/globals';
import type { DirectoryEntry } from '../../../api/schemas.js';
import { byUnit, lacking, needsSomebody } from './directory.rules.js';

const unit = (code: string) => ({ code, name: `单位${code}` });
const units = [unit('a'), unit('b'), unit('c')];
const entry = (code: string, changes: Partial<DirectoryEntry> = {}) => ({ kind: 'mailbox', unit: { code, name: `单位${code}` }, unitRemoved: false, connection: null, ...changes }) as DirectoryEntry;
const standing = (state: 'expired' | 'failing' | 'expiring' | 'new' | 'working') => ({ connection: { state, lastSuccessAt: null, failures: 0, lastReason: null, tokenExpiresAt: null, certificateExpiresAt: null } });

describe('the directory on the screen', () => {
  it.each([
    [{}, false], [{ unitRemoved: true }, true], [standing('working'), false], [standing('new'), false], [standing('failing'), true], [standing('expired'), true], [standing('expiring'), true],
  ])('%j needs somebody: %p', (changes, needs) => expect(needsSomebody(entry('a', changes))).toBe(needs));

  it('names who has none of a kind', () => {
    expect(lacking(units, [entry('b'), entry('a', { kind: 'microblog' })], 'mailbox').map(({ code }) => code)).toEqual(['a', 'c']);
  });

  it('shows units in the order of the registry, and first those where something needs somebody', () => {
    const groups = byUnit([entry('a'), entry('c', standing('failing')), entry('b'), entry('a', { kind: 'microblog' })], units);
    expect(groups.map(({ code, entries }) => [code, entries.length])).toEqual([['c', 1], ['a', 2], ['b', 1]]);
  });
});
