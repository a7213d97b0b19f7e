import { describe, expect, it } from '@jest/globals';
import { ruleImport, ruleWaiting, type ImportedInto, type KnownImport } from './import.rules.js';

const now = new Date('2026-11-23T09:00:00+08:00');
const item = { messageId: 'm', reply: { text: '已答复', submittedAt: '2019-05-06T10:00:00+08:00' } };
const message: ImportedInto = { state: 'assigned', historical: true, registeredAt: new Date('2019-05-01T10:00:00+08:00') };
const reply = { text: '已答复', givenAt: new Date(item.reply.submittedAt), state: 'submitted' as const };
const nothing: KnownImport = { unit: null, reply: null };
const known: KnownImport = { unit: null, reply };

describe('an imported reply', () => {
  it.each<[string, ReturnType<typeof ruleImport>, object]>([
    ['is taken', ruleImport(item, null, message, nothing, now), { status: 'created' }],
    ['is taken before its message is known', ruleImport(item, null, null, nothing, now), { status: 'created' }],
    ['is taken once', ruleImport(item, null, message, known, now), { status: 'repeated' }],
    ['with another text for the same message is a conflict', ruleImport(item, null, message, { unit: null, reply: { ...reply, text: '别的' } }, now), { status: 'refused', code: 'routing.import-conflict' }],
    ['with another time is a conflict', ruleImport(item, null, message, { unit: null, reply: { ...reply, givenAt: now } }, now), { status: 'refused', code: 'routing.import-conflict' }],
    ['from the future is refused', ruleImport({ ...item, reply: { ...item.reply, submittedAt: '2026-11-23T09:00:01+08:00' } }, null, message, nothing, now), { status: 'refused', code: 'routing.import-in-future' }],
    ['earlier than the registration is taken, as it is before its message is known', ruleImport({ ...item, reply: { ...item.reply, submittedAt: '2019-04-30T10:00:00+08:00' } }, null, message, nothing, now), { status: 'created' }],
    ['to a message of today is refused: nobody backdates an answer', ruleImport(item, null, { ...message, historical: false }, nothing, now), { status: 'refused', code: 'routing.import-not-historical' }],
    ['to an answered message is refused', ruleImport(item, null, { ...message, state: 'answered' }, nothing, now), { status: 'refused', code: 'routing.already-answered' }],
    ['beside a reply in review is refused', ruleImport(item, null, { ...message, state: 'in-review' }, nothing, now), { status: 'refused', code: 'routing.reply-in-review' }],
    ['that is none changes nothing', ruleImport({ messageId: 'm' }, null, message, nothing, now), { status: 'repeated' }],
    ['that is none, with a unit, assigns the message', ruleImport({ messageId: 'm' }, 'water', message, nothing, now), { status: 'created' }],
    ['that is none, with the same unit again, changes nothing', ruleImport({ messageId: 'm' }, 'water', message, { unit: 'water', reply: null }, now), { status: 'repeated' }],
    ['for another unit than before is a conflict', ruleImport(item, 'roads', message, { unit: 'water', reply: null }, now), { status: 'refused', code: 'routing.import-conflict' }],
  ])('%s', (_, result, expected) => {
    expect(result).toEqual({ messageId: 'm', ...expected });
  });
});

describe('a reply that waited for its message', () => {
  it('keeps its time', () => {
    expect(ruleWaiting({ givenAt: reply.givenAt }, message)).toEqual({ submittedAt: reply.givenAt });
  });

  it('counts from the registration if it claims to be earlier', () => {
    expect(ruleWaiting({ givenAt: new Date('2019-04-01T00:00:00Z') }, message)).toEqual({ submittedAt: message.registeredAt });
  });

  it('is dropped if the message is not historical', () => {
    expect(ruleWaiting({ givenAt: reply.givenAt }, { ...message, historical: false })).toBeNull();
  });
});
