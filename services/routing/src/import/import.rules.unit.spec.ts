import { describe, expect, it } from '@jest/globals';
import { ruleImport, ruleWaiting, type ImportedInto, type KnownImport } from './import.rules.js';

const now = new Date('2026-11-23T09:00:00+08:00');
const item = { messageId: 'm', reply: { text: '已答复', submittedAt: '2019-05-06T10:00:00+08:00' } };
const message: ImportedInto = { state: 'assigned', historical: true, registeredAt: new Date('2019-05-01T10:00:00+08:00') };
const known: KnownImport = { text: '已答复', givenAt: new Date(item.reply.submittedAt), state: 'submitted' };

describe('an imported reply', () => {
  it.each<[string, ReturnType<typeof ruleImport>, object]>([
    ['is taken', ruleImport(item, message, undefined, now), { status: 'created' }],
    ['is taken before its message is known', ruleImport(item, null, undefined, now), { status: 'created' }],
    ['is taken once', ruleImport(item, message, known, now), { status: 'repeated' }],
    ['with another text for the same message is a conflict', ruleImport(item, message, { ...known, text: '别的' }, now), { status: 'refused', code: 'routing.import-conflict' }],
    ['with another time is a conflict', ruleImport(item, message, { ...known, givenAt: now }, now), { status: 'refused', code: 'routing.import-conflict' }],
    ['from the future is refused', ruleImport({ ...item, reply: { ...item.reply, submittedAt: '2026-11-23T09:00:01+08:00' } }, message, undefined, now), { status: 'refused', code: 'routing.import-in-future' }],
    ['earlier than the registration is refused', ruleImport({ ...item, reply: { ...item.reply, submittedAt: '2019-04-30T10:00:00+08:00' } }, message, undefined, now), { status: 'refused', code: 'routing.import-before-registration' }],
    ['to a message of today is refused: nobody backdates an answer', ruleImport(item, { ...message, historical: false }, undefined, now), { status: 'refused', code: 'routing.import-not-historical' }],
    ['to an answered message is refused', ruleImport(item, { ...message, state: 'answered' }, undefined, now), { status: 'refused', code: 'routing.already-answered' }],
    ['beside a reply in review is refused', ruleImport(item, { ...message, state: 'in-review' }, undefined, now), { status: 'refused', code: 'routing.reply-in-review' }],
    ['that is none changes nothing', ruleImport({ messageId: 'm' }, message, undefined, now), { status: 'repeated' }],
  ])('%s', (_, result, expected) => {
    expect(result).toEqual({ messageId: 'm', ...expected });
  });
});

describe('a reply that waited for its message', () => {
  it('keeps its time', () => {
    expect(ruleWaiting({ givenAt: known.givenAt }, message)).toEqual({ submittedAt: known.givenAt });
  });

  it('counts from the registration if it claims to be earlier', () => {
    expect(ruleWaiting({ givenAt: new Date('2019-04-01T00:00:00Z') }, message)).toEqual({ submittedAt: message.registeredAt });
  });

  it('is dropped if the message is not historical', () => {
    expect(ruleWaiting({ givenAt: known.givenAt }, { ...message, historical: false })).toBeNull();
  });
});
