import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEvent, messageVisibilityChanged, textHidden } from '@wenzheng/contracts';
import { Fixture, Life, type Replica } from '../../deadline-supervision.fixture.js';
import { mattersOf } from './matters.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2026-09-18T15:00:00+08:00');
  replica = await fixture.start();
});
afterAll(() => fixture.drop());

const at = '2026-09-18T15:00:00+08:00';
const later = new Date('2026-09-18T07:10:00.000Z');
const matterAfter = async (life: Life) => (await mattersOf(fixture.dataSource, [life.messageId])).get(life.messageId);

describe('what a message is about, beside its number', () => {
  it.each([
    ['its title, numbers of people hidden', { title: '路灯坏了，请打13855491037联系' }, '路灯坏了，请打〔手机号已隐去〕联系'],
    ['of a report, nothing', { title: '举报某人', kind: 'report' as const }, '（举报，事由不列）'],
    ['of a private message, nothing', { title: '我家的事', visibility: 'private' as const }, '（不公开留言，事由不列）'],
    ['a long one is cut', { title: '路'.repeat(100) }, `${'路'.repeat(59)}…`],
  ])('%s', async (_, more, expected) => {
    const life = new Life();
    await replica.handle(life.registered(at, more));
    expect(await matterAfter(life)).toBe(expected);
  });

  it('follows what is hidden of the title, in papers that were signed before too', async () => {
    const life = new Life();
    await replica.handle(life.registered(at, { title: '王某某家漏水' }));
    const hidden = { messageId: life.messageId, part: 'title' as const, partId: null, text: '〔内容已隐去〕家漏水', hiddenAt: later.toISOString() };
    await replica.handle(createEvent(textHidden, { subject: life.messageId, sequence: 2, time: later, data: hidden }));
    expect(await matterAfter(life)).toBe('〔内容已隐去〕家漏水');
  });

  it('is told no more of what was taken down', async () => {
    const life = new Life();
    await replica.handle(life.registered(at));
    expect(await matterAfter(life)).toBe('路灯坏了');
    const changed = { messageId: life.messageId, visibility: 'taken-down' as const, reason: '涉及隐私', changedAt: later.toISOString() };
    await replica.handle(createEvent(messageVisibilityChanged, { subject: life.messageId, sequence: 2, time: later, data: changed }));
    expect(await matterAfter(life)).toBe('（不公开留言，事由不列）');
  });
});
