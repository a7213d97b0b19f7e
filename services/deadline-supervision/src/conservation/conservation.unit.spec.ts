import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { endings, services, type LedgerBucket, type ServiceName } from '@wenzheng/contracts';
import { apart, bucketOf, differencesIn, equationOf, isNewRound, silentSince, suspectsOf, worthALook, type ServiceBucket } from './conservation.rules.js';

const bucket = (service: ServiceName, open: number, digest = 'a'): ServiceBucket => ({
  service, channel: 'board', date: '2026-11-20', digest: digest.repeat(64),
  counts: Object.fromEntries(endings.map((ending) => [ending, ending === 'open' ? open : 0])) as LedgerBucket['counts'],
});
const everywhere = (open: number) => services.map((service) => bucket(service, open));
const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

describe('a comparison', () => {
  const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 1, 0, second)).toISOString();
  const all = (second: number) => Object.fromEntries(services.map((service) => [service, at(second)]));

  it('waits until every service has counted again', () => {
    expect(isNewRound(all(20), all(0))).toBe(true);
    expect(isNewRound({ ...all(20), publication: at(0) }, all(0))).toBe(false);
    expect(isNewRound({ intake: at(20) }, {})).toBe(false);
  });
  it('knows who has not counted for a while, or never', () => {
    const counted = { intake: at(20), routing: at(0), 'deadline-supervision': at(20) };
    expect(silentSince(counted, new Date(at(10)))).toEqual(['routing', 'publication']);
    expect(silentSince(all(20), new Date(at(20)))).toEqual([]);
  });
  it('finds nothing where all agree, an empty bucket and an absent one included', () => {
    expect(suspectsOf([...everywhere(2), { ...bucket('intake', 0), date: '2026-11-21' }], [])).toEqual({ suspects: [], channelDays: 1 });
  });
  it('suspects a bucket of equal counts and another digest', () => {
    const [, ...others] = everywhere(2);
    expect(suspectsOf([bucket('intake', 2, 'b'), ...others], []).suspects).toEqual([{ channel: 'board', date: '2026-11-20', times: 1 }]);
  });
  it('counts how often in a row a bucket differed, and forgets it once it agrees', () => {
    const suspects = [{ channel: 'board' as const, date: '2026-11-20', times: 1 }];
    expect(suspectsOf(everywhere(2).slice(1), suspects).suspects[0]?.times).toBe(2);
    expect(suspectsOf(everywhere(2), suspects).suspects).toEqual([]);
    expect([1, 2].map((times) => worthALook([{ channel: 'board', date: '2026-11-20', times }]).length)).toEqual([0, 1]);
  });
});

describe('R04: the messages on which services differ', () => {
  const agreed = { messageId: id(1), ending: 'open' as const };

  it('are named with how each service holds them', () => {
    const ledgers = { intake: [agreed], routing: [], publication: [agreed], 'deadline-supervision': [{ ...agreed, ending: 'withdrawn' as const }] };
    expect(differencesIn(ledgers)).toEqual([
      { messageId: id(1), endings: { intake: 'open', publication: 'open', 'deadline-supervision': 'withdrawn' } },
    ]);
    expect(differencesIn({ intake: [agreed], routing: [agreed], publication: [agreed], 'deadline-supervision': [agreed] })).toEqual([]);
  });
  it('show which service stands apart from most', () => {
    expect(apart({ routing: 'open', publication: 'open', 'deadline-supervision': 'open' })).toEqual([
      { service: 'intake', expected: 'open', found: 'missing' },
    ]);
    expect(apart({ intake: 'open', routing: 'open', publication: 'publicly-answered', 'deadline-supervision': 'publicly-answered' })).toEqual([
      { service: 'publication', expected: 'open', found: 'publicly-answered' },
      { service: 'deadline-supervision', expected: 'open', found: 'publicly-answered' },
    ]);
  });
});

it('a bucket that was read message by message is as its service counts it', () => {
  const entries = [{ messageId: id(1), ending: 'open' as const }, { messageId: id(2), ending: 'withdrawn' as const }];
  const hash = (text: string) => createHash('sha256').update(text).digest();
  const [a, b] = entries.map(({ messageId, ending }) => hash(messageId + ending));
  const read = bucketOf({ channel: 'board', date: '2026-11-20' }, entries);
  expect(read.digest).toBe(Buffer.from(a!.map((byte, index) => byte ^ b![index]!)).toString('hex'));
  expect(read.counts).toMatchObject({ open: 1, withdrawn: 1, merged: 0 });
});

it('R04: registered is the sum of all endings, channel by channel', () => {
  const other: LedgerBucket = { ...bucket('intake', 3), counts: { ...bucket('intake', 3).counts, 'ruled-invalid': 2 } };
  expect(equationOf([bucket('intake', 2), other], [{ channel: 'board', date: '2026-09-18', held: 3, setAside: 1 }])).toMatchObject([{ channel: 'board', received: 11, held: 3, setAside: 1, registered: 7, open: 5, 'ruled-invalid': 2 }]);
});
