import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NotifierFake } from './notifier-fake.js';

export interface NotifierUnderTest {
  notifier: { send(note: { id: string; to: string; subject: string; text: string }): Promise<{ kind: 'sent' | 'retry' | 'refused'; reason?: string; deliveryId?: string | null; afterSeconds?: number }> };
  fake: NotifierFake;
}

export interface NotifierTraits {
  /** It gives an id of its own for what it took. */
  hasId?: boolean;
  /** It does not say whether it knows the person, as the robot of a group. */
  tellsAnybody?: boolean;
  /** It is no HTTP. */
  isMail?: boolean;
}

const text = '【问政】HN20260918-0042有1件稿件待您审核签发。 https://console.example/messages/1';
const secrets = /secret|token-1|138554|wangwu/;

/** What routing demands of every way to tell people something. */
export function notifierContract(name: string, make: () => Promise<NotifierUnderTest>, { hasId = true, tellsAnybody = false, isMail = false }: NotifierTraits = {}): void {
  describe(`${name} as a notifier`, () => {
    let under: NotifierUnderTest;
    const send = (to = under.fake.known, id = 'n-1') => under.notifier.send({ id, to, subject: '【问政】办理提醒', text });
    beforeAll(async () => void (under = await make()));
    afterAll(() => under.fake.close());
    beforeEach(() => {
      under.fake.mood = 'well';
      under.fake.received.length = 0;
    });

    it('tells the person, in the words given', async () => {
      const outcome = await send();
      expect(outcome).toMatchObject({ kind: 'sent', deliveryId: hasId ? expect.any(String) : null });
      expect(under.fake.received).toEqual([{ to: under.fake.known, text }]);
    });

    if (!tellsAnybody) it('says that no attempt will succeed for somebody whom the other side does not know', async () => {
      const outcome = await send(isMail ? 'nobody@city.example' : 'nobody');
      expect(outcome).toEqual({ kind: 'refused', reason: expect.stringMatching(/^(errcode \d+|HTTP \d+|SMTP \d+|invaliduser)$/) });
      expect(under.fake.received).toEqual([]);
    });

    it('asks for another attempt while the other side is busy, and succeeds after it', async () => {
      under.fake.mood = 'busy';
      expect(await send()).toMatchObject({ kind: 'retry', ...(isMail ? {} : { afterSeconds: 7 }) });
      under.fake.mood = 'well';
      expect(await send()).toMatchObject({ kind: 'sent' });
    });

    it('follows no redirect, and takes nothing that makes no sense for an answer', async () => {
      for (const mood of isMail ? (['garbled'] as const) : (['redirecting', 'garbled'] as const)) {
        under.fake.mood = mood;
        const { kind, reason } = await send();
        expect([mood, kind]).toEqual([mood, 'retry']);
        expect(reason).not.toMatch(secrets);
      }
      expect(under.fake.received).toEqual([]);
    });

    it('does not reject when nobody answers, and its reason holds no address and no secret', async () => {
      const { notifier, fake } = await make();
      await fake.close();
      const outcome = await notifier.send({ id: 'n-2', to: fake.known, subject: '', text });
      expect(outcome.kind).toBe('retry');
      expect(outcome.reason).not.toMatch(secrets);
    });
  });
}
