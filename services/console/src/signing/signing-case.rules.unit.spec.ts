import { describe, expect, it } from '@jest/globals';
import type { Act, Draft, Letter } from './signing-case.js';
import { consequenceOf, decidedBy, hardOf, refusalOf, softOf, stepOf, versionToCompare } from './signing-case.rules.js';

const act = (name: Act, version: number): Draft['acts'][number] => ({ act: name, version, by: { name: '沈怀瑾', deputyOf: null }, reason: null, referredTo: null, at: '2026-11-23T02:15:00.000Z' });
const current = (version: number) => ({ version, text: '已修复。', newDueOn: null, outcome: null, writtenByName: '陆承远', writtenAt: '2026-11-23T01:00:00.000Z' });
const allowed = (action: Act, code?: string) => ({ action, allowed: code === undefined, reason: code === undefined ? null : { code, zh: `因为${code}` } });

describe('a draft before whoever signs it', () => {
  it('is compared with the version that was read last: the one that went back, or else the one before', () => {
    expect(versionToCompare({ acts: [act('submit', 1)], current: current(1) })).toBeNull();
    expect(versionToCompare({ acts: [act('submit', 3)], current: current(3) })).toBe(2);
    expect(versionToCompare({ acts: [act('submit', 1), act('send-back', 1), act('submit', 4)], current: current(4) })).toBe(1);
  });

  it('may be signed or approved as the service says, or says why not', () => {
    expect(stepOf({ allowedActions: [allowed('approve', 'routing.not-this-step'), allowed('sign')] })).toBe('sign');
    expect(stepOf({ allowedActions: [allowed('approve'), allowed('sign', 'routing.not-this-step')] })).toBe('approve');
    const refused = { allowedActions: [allowed('approve', 'routing.not-this-step'), allowed('sign', 'routing.step-by-another')] };
    expect([stepOf(refused), refusalOf(refused)]).toEqual([null, '因为routing.step-by-another']);
  });

  it('was decided by whoever acted last, once it waits no longer', () => {
    expect(decidedBy({ state: 'in-sign-off', acts: [act('submit', 1), act('refer', 1)] })).toBeNull();
    expect(decidedBy({ state: 'signed', acts: [act('submit', 1), act('sign', 1)] })?.act).toBe('sign');
    expect(decidedBy({ state: 'drafting', acts: [act('submit', 1), act('send-back', 1)] })?.act).toBe('send-back');
    expect(decidedBy({ state: 'drafting', acts: [] })).toBeNull();
  });

  it('has a consequence that is said by kind and visibility', () => {
    const draft = { unit: { name: '市水务局' }, kind: 'reply' } as Draft;
    const letter = { visibility: 'public' } as Letter;
    expect(consequenceOf({ draft, letter }, 'sign')).toBe('将以“市水务局”名义公开答复；公开后不能撤回，只能更正。');
    expect(consequenceOf({ draft, letter: { ...letter, visibility: 'private' } }, 'sign')).toBe('将以“市水务局”名义答复留言人（不公开）；答复后不能撤回，只能更正。');
    expect(consequenceOf({ draft: { ...draft, kind: 'extension' }, letter }, 'sign')).toContain('公开说明延期');
    expect(consequenceOf({ draft, letter }, 'approve')).toContain('转下一步');
  });

  it('has findings that must be mended, and each other code once to be answered for', () => {
    const finding = (code: string, weight: 'hard' | 'soft') => ({ code, weight, words: code, quote: null });
    const findings = [finding('a', 'soft'), finding('b', 'hard'), finding('a', 'soft')];
    expect([hardOf(findings).length, softOf(findings).length, hardOf(null), softOf(null)]).toEqual([1, 1, [], []]);
  });
});
