import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { createEvent, dateSchema, durables, eventBySubject, events, InvalidEventError, instantSchema, isProse, isStorableText, messageRegistered, nfkc, parseEvent, permissionsOf, services, streams } from './index.js';

const fixtures = new URL('../fixtures/', import.meta.url);
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const fixture = (subject: string) => JSON.parse(readFileSync(new URL(`${subject}.json`, fixtures), 'utf8')) as Record<string, unknown>;

describe('every event version ever released', () => {
  it('has a frozen fixture, and every fixture has its event', () => {
    const files = readdirSync(fixtures).map((name) => name.replace(/\.json$/, ''));
    expect(files.sort()).toEqual(events.map((event) => event.subject).sort());
  });

  it.each(events.map((event) => event.subject))('%s is still accepted as it was first written', (subject) => {
    const definition = eventBySubject(subject);
    const written = fixture(subject);
    expect(definition && parseEvent(definition, written)).toEqual(written);
  });

  it.each(events.map((event) => event.subject))('%s without its data is refused with the fields named', (subject) => {
    const definition = eventBySubject(subject)!;
    expect(() => parseEvent(definition, { ...fixture(subject), data: {} })).toThrow(InvalidEventError);
    expect(() => parseEvent(definition, { ...fixture(subject), data: {} })).toThrow(/data\./);
  });
});

describe('an envelope', () => {
  const written = () => fixture(messageRegistered.subject);

  it('drops fields that a later release added', () => {
    const later = { ...written(), partitionkey: 'x', data: { ...(written()['data'] as object), mood: 'calm' } };
    expect(parseEvent(messageRegistered, later)).toEqual(written());
  });

  it.each([
    ['another specification version', { specversion: '0.3' }],
    ['another type', { type: 'routing.message.assigned.v1' }],
    ['another source', { source: '/wenzheng/routing' }],
    ['an id that is no UUID', { id: '1' }],
    ['sequence nought', { sequence: 0 }],
    ['a time that is none', { time: 'yesterday' }],
    ['a broken trace context', { traceparent: '00-x' }],
  ])('with %s is refused', (_, change) => {
    expect(() => parseEvent(messageRegistered, { ...written(), ...change })).toThrow(InvalidEventError);
  });

  it.each([null, undefined, 7, 'text', [], {}])('that is %p is refused', (value) => {
    expect(() => parseEvent(messageRegistered, value)).toThrow(InvalidEventError);
  });

  it('says in its refusal which field is wrong and never what stood there', () => {
    const canary = '和平路王先生';
    try {
      parseEvent(messageRegistered, { ...written(), data: { ...(written()['data'] as object), channel: canary } });
    } catch (error) {
      expect((error as Error).message).toContain('data.channel');
      expect((error as Error).message).not.toContain(canary);
      return;
    }
    throw new Error('was accepted');
  });

  it('is made with its owner, type and a new id each time, and holds what its consumers accept', () => {
    const data = parseEvent(messageRegistered, written()).data;
    const make = () => createEvent(messageRegistered, { subject: data.messageId, sequence: 1, time: new Date('2026-09-18T07:20:00Z'), data });
    expect(parseEvent(messageRegistered, JSON.parse(JSON.stringify(make())))).toEqual({ ...make(), id: expect.any(String) });
    expect(make().id).not.toBe(make().id);
    const before = Date.now();
    const { id } = make();
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBeGreaterThanOrEqual(before);
  });
});

describe('text that can be stored', () => {
  it.each([
    ['ordinary text with tab, line feed and ideographic space', '\t您好\n　', true],
    ['an astral character', '𠮷', true],
    ['U+0000', 'a\u0000b', false],
    ['a lone high surrogate', 'a\ud800', false],
    ['a lone low surrogate', '\udc00a', false],
  ])('%s', (_, text, storable) => {
    expect(isStorableText(text)).toBe(storable);
  });
});

describe('prose', () => {
  it.each([
    ['a short answer', '好', true],
    ['a number', '7', true],
    ['a text with tab, line ends and full-width digits', '\t１\r\n', true],
    ['a full stop', '。', false],
    ['spaces', ' 　\n', false],
    ['a Hangul filler, which shows nothing', '\u3164', false],
    ['zero-width characters', '\u200b\u2060', false],
    ['an escape character', '好\u001b[31m', false],
    ['U+0000', '好\u0000', false],
  ])('%s', (_, text, readable) => {
    expect(isProse(text)).toBe(readable);
  });
});

describe('the compatibility form', () => {
  it.each([['１①ＡＢＣ㎡', '11ABCm2'], ['e\u0301', 'é'], [`q${'\u0301\u0316'.repeat(15)}`, `q${'\u0316'.repeat(15)}${'\u0301'.repeat(15)}`]])('of %j is %j', (text, form) => expect(nfkc(text)).toBe(form));

  it('of a pile of marks that no language has is that of its first thirty', () => {
    expect(nfkc(`q${'\u0301'.repeat(100_000)}`)).toBe(`q${'\u0301'.repeat(30)}`);
  });
});

describe('a date', () => {
  it.each([
    ['2026-09-18', true],
    ['1900-01-01', true],
    ['9998-12-31', true],
    ['9999-12-31', false],
    ['0000-01-01', false],
    ['2026-02-30', false],
  ])('%s is one: %s', (text, accepted) => {
    expect(dateSchema.safeParse(text).success).toBe(accepted);
  });

  it.each([
    ['2026-09-18T07:20:00Z', true],
    ['0001-01-01T00:00:00+14:00', false],
    ['0000-01-01T00:00:00Z', false],
    ['9999-12-31T23:59:59Z', false],
  ])('%s is an instant: %s', (text, accepted) => {
    expect(instantSchema.safeParse(text).success).toBe(accepted);
  });
});

describe('the bus', () => {
  it('is the table of the README, both ways', () => {
    const rows = [...readme.matchAll(/^\| `([a-z-]+\.[a-z-]+\.[a-z-]+\.v\d+)` \| ([^|]*) \|/gm)];
    const documented = rows.map(([, subject, consumers]) => `${subject} → ${consumers!.trim().split(/,\s*/).sort().join(', ')}`);
    const coded = events.map((event) => `${event.subject} → ${[...event.consumers].sort().join(', ')}`);
    expect(documented.sort()).toEqual(coded.sort());
  });

  it('names every event <service>.<noun>.<what happened>.v<n>, its owner first', () => {
    for (const event of events) expect(event.subject).toMatch(new RegExp(`^${event.owner}\\.[a-z-]+\\.[a-z-]+\\.v\\d+$`));
  });

  it('has one stream per owning service, and its durables have names of their own', () => {
    expect(streams.map((stream) => stream.owner)).toEqual([...services]);
    expect(new Set(durables.map((durable) => `${durable.stream}/${durable.durable}`)).size).toBe(durables.length);
  });

  it('brings every event to each of its consumers, and to each group of handlers from one durable', () => {
    const brought = durables.flatMap(({ service, group, filterSubjects }) => filterSubjects.map((subject) => ({ service, group, subject })));
    expect(new Set(brought.map(({ service, group, subject }) => `${subject} ${service} ${group}`)).size).toBe(brought.length);
    expect(new Set(brought.map(({ service, subject }) => `${subject} ${service}`))).toEqual(new Set(events.flatMap(({ subject, consumers }) => consumers.map((service) => `${subject} ${service}`))));
    for (const { service, filterSubjects } of durables) {
      for (const subject of filterSubjects) expect(eventBySubject(subject)?.consumers).toContain(service);
    }
  });

  it('lets a registration wait nowhere where somebody waits for it, and all of publication gather', () => {
    const registrations = durables.filter(({ group, filterSubjects }) => group === null && filterSubjects.includes(messageRegistered.subject));
    expect(registrations.map(({ service, gatherMs }) => [service, gatherMs > 0])).toEqual([['routing', false], ['publication', true], ['deadline-supervision', false]]);
    expect(durables.filter(({ service, gatherMs }) => service === 'publication' && gatherMs === 0)).toEqual([]);
  });

  it.each([...services])('lets %s publish its own subjects alone and administer no stream', (service) => {
    const { publish, subscribe } = permissionsOf(service, { controllableClock: false });
    for (const subject of publish) {
      const own = subject.startsWith(`${service}.`);
      const pull = new RegExp(`^\\$JS\\.(API\\.CONSUMER\\.(INFO|MSG\\.NEXT)|ACK)\\.[A-Z-]+\\.${service}(-[a-z-]+)?(\\.>)?$`).test(subject);
      expect({ subject, allowed: own || pull }).toEqual({ subject, allowed: true });
    }
    expect(subscribe).toEqual([`_INBOX_${service}.>`]);
  });

  it('opens the clock subjects only where business time may be moved', () => {
    expect(permissionsOf('intake', { controllableClock: true }).publish).toContain('clock.join');
    expect(permissionsOf('intake', { controllableClock: false }).publish).not.toContain('clock.join');
  });
});
