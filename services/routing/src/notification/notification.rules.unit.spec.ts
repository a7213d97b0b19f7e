import { describe, expect, it } from '@jest/globals';
import { stateCouncilCalendar as calendar } from '@wenzheng/working-days';
import { nextMorning, nextWorkingTime, notificationKinds, wordsFor, type Told } from './notification.rules.js';

const hours = { from: '09:00', to: '17:30' };
const at = (time: string) => new Date(`${time}:00+08:00`);

describe('people are told', () => {
  it.each([
    ['at once in working hours', '2026-11-23T10:00', '2026-11-23T10:00'],
    ['in the morning before them', '2026-11-23T03:00', '2026-11-23T09:00'],
    ['the next morning after them', '2026-11-23T17:30', '2026-11-24T09:00'],
    ['on Monday at the weekend', '2026-11-21T12:00', '2026-11-23T09:00'],
    ['on the working Sunday before a holiday 调休上班', '2026-09-19T20:00', '2026-09-20T09:00'],
    ['after the holiday, in it', '2026-10-01T10:00', '2026-10-08T09:00'],
  ])('%s', (_, now, expected) => expect(nextWorkingTime(at(now), hours, calendar)).toEqual(at(expected)));

  it('the rest of a day on the next working day', () => expect(nextMorning(at('2026-11-27T10:00'), hours, calendar)).toEqual(at('2026-11-30T09:00')));
});

describe('what they are told', () => {
  const told = (kind: Told['kind']): Told => ({ kind, messageNumber: 'HN20260918-0042', messageId: '00000000-0000-4000-8000-000000000001', draftId: null });

  it.each(notificationKinds)('of %s names the number and the link', (kind) => {
    const { text } = wordsFor([told(kind)], 'https://console.example');
    expect(text).toMatch(/^【问政】.*HN20260918-0042.*。 https:\/\/console\.example\/messages\/00000000-0000-4000-8000-000000000001$/);
  });

  it('of a draft to be signed leads to its page for a phone, of several to their list', () => {
    const toSign = { ...told('sign-off'), draftId: '00000000-0000-4000-8000-000000000002' };
    expect(wordsFor([toSign], 'https://console.example').text).toBe('【问政】HN20260918-0042有1件稿件待您审核签发。 https://console.example/signing/00000000-0000-4000-8000-000000000002');
    expect(wordsFor([toSign, toSign], 'https://console.example').text).toBe('【问政】您有2项待办：待签发稿件2件。 https://console.example/signing');
    expect(wordsFor([toSign, told('reminder')], 'https://console.example').text).toMatch(/ https:\/\/console\.example\/$/);
  });

  it('of several things is how many of each', () => {
    expect(wordsFor([told('sign-off'), told('reminder'), told('sign-off')], undefined).text).toBe('【问政】您有3项待办：即将到期1件、待签发稿件2件。');
  });
});
