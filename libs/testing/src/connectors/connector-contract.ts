import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../eventually.js';

/** What the other side says. */
export interface SentItem {
  /** The same again: it says the same thing twice. */
  id: string;
  text: string;
  /** Null where the other side names nobody. */
  author: string | null;
  /** RFC 3339. */
  at: string;
  /** As its bytes are sent; `broken` is no text in any of the encodings that the connector reads. */
  encoding: 'utf-8' | 'broken';
}

/** What has become of an item: nothing of it may be lost without a trace. */
export type Fate = 'registered' | 'held' | 'not-a-message' | 'refused' | null;

export interface RegisteredItem {
  messageId: string;
  externalId: string;
  connector: string;
  text: string;
  /** RFC 3339. */
  occurredAt: string;
}

export interface ConnectorUnderTest {
  name: string;
  can: { receives: 'called' | 'fetches'; delivers: boolean; readsBack: boolean };
  /** What comes is markup, and its text is kept without it. */
  isMarkup: boolean;
  /** What the other side cannot send at all. */
  cannotSend?: readonly Defect[];
  /** Where the other side calls: what it is answered, a stable code where it is refused. Where we fetch: it lies there, and null. */
  send(item: SentItem): Promise<'registered' | 'repeated' | { code: string } | null>;
  /** Where we fetch: all that lies there, to the end. */
  fetch?(): Promise<void>;
  /** The same by a process that dies at its nth step. @returns whether it came so far */
  fetchAndDieAt?(step: number): Promise<boolean>;
  /** Nobody answers there, until told otherwise. */
  away?(isAway: boolean): Promise<void>;
  /** All messages that came by this connector. */
  registered(): Promise<RegisteredItem[]>;
  /** Of what was sent under this id. */
  fateOf(id: string): Promise<Fate>;
  /** A reply is published; resolves when intake knows. */
  reply?(messageId: string, text: string): Promise<void>;
  /** How the other side answers what is delivered: it fails, or it takes it and its answer is lost, each time until told otherwise. */
  mood?(mood: 'well' | 'failing' | 'answer-lost'): void;
  /** What the other side has got, attempt by attempt, with the id that stays over attempts where it is told one. */
  posted?(): Promise<{ id: string | null; text: string }[]>;
  /** Of the delivery of a message's reply. */
  deliveryOf?(messageId: string): Promise<{ state: 'pending' | 'delivered' | 'failed'; attempts: number }>;
  close(): Promise<void>;
}

export type Defect = 'blank' | 'oversize' | 'broken encoding' | 'no author' | 'from the future';

const item = (id: string, changes: Partial<SentItem> = {}): SentItem => ({ id, text: `和平路夜间路灯不亮，已有一周（${id}）。`, author: 'citizen-1', at: '2026-11-23T08:59:00+08:00', encoding: 'utf-8', ...changes });
const defects: Record<Defect, Partial<SentItem>> = {
  blank: { text: ' \n ' },
  oversize: { text: '灯'.repeat(40_000) },
  'broken encoding': { encoding: 'broken' },
  'no author': { author: null },
  'from the future': { at: '2026-11-25T09:00:00+08:00' },
};
const hostile = '路灯不亮<script>alert(1)</script><img src=x onerror="alert(2)"><a href="javascript:alert(3)">看这里</a>，请修复。';
/** More than any connector takes to fetch a page. */
const mostSteps = 200;

/** What intake demands of every connector, by what it can do. The clock of the service stands at 2026-11-23T09:00+08:00 or later. */
export function connectorContract(name: string, open: () => Promise<ConnectorUnderTest>): void {
  describe(`${name} as a connector`, () => {
    let under: ConnectorUnderTest;
    beforeAll(async () => void (under = await open()), 120_000);
    afterAll(() => under?.close(), 60_000);

    const idsOf = async () => (await under.registered()).map(({ externalId }) => externalId);
    const settle = async () => under.fetch?.();

    it('registers what comes under its own name, once, however often it comes', async () => {
      expect(await under.send(item('a-1'))).toBe(under.can.receives === 'called' ? 'registered' : null);
      await settle();
      expect(await under.send(item('a-1'))).toBe(under.can.receives === 'called' ? 'repeated' : null);
      await settle();
      expect(await under.registered()).toMatchObject([{ connector: under.name, text: expect.stringContaining('路灯不亮') }]);
      expect(await under.fateOf('a-1')).toBe('registered');
    });

    it('keeps text as text, whatever it would be in a browser', async () => {
      await under.send(item('html-1', { text: hostile }));
      await settle();
      const { text } = (await under.registered()).at(-1)!;
      if (under.isMarkup) expect(text).not.toMatch(/<script|<img|javascript:|alert\(1\)/);
      else expect(text.trim()).toBe(hostile);
      expect(text).toContain('请修复');
    });

    it('answers with a code, or accounts for, what is not as it should be, and goes on after it', async () => {
      for (const [defect, changes] of Object.entries(defects) as [Defect, Partial<SentItem>][]) {
        if (under.cannotSend?.includes(defect)) continue;
        const [bad, good] = [`bad ${defect}`, `after ${defect}`];
        const answer = await under.send(item(bad, changes));
        await under.send(item(good));
        await settle();
        const fate = await under.fateOf(bad);
        if (under.can.receives === 'called') expect({ defect, answer, fate }).toEqual({ defect, answer: { code: expect.stringMatching(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/) }, fate: null });
        else expect({ defect, fate }).toEqual({ defect, fate: expect.stringMatching(/^(registered|held|not-a-message)$/) });
        expect([good, await under.fateOf(good)]).toEqual([good, 'registered']);
      }
      if (under.cannotSend?.includes('from the future')) return;
      // Nothing was written after it came in.
      for (const { occurredAt } of await under.registered()) expect(Date.parse(occurredAt)).toBeLessThanOrEqual(Date.parse('2026-11-24T00:00:00+08:00'));
    });

    it('that fetches finds everything after the other side was away', async () => {
      if (under.can.receives !== 'fetches') return expect(under.fetch).toBeUndefined();
      const before = await idsOf();
      await under.away!(true);
      await under.fetch!();
      expect(await idsOf()).toEqual(before);
      await under.away!(false);
      for (const id of ['back-1', 'back-2']) await under.send(item(id));
      await under.fetch!();
      for (const id of ['back-1', 'back-2']) expect([id, await under.fateOf(id)]).toEqual([id, 'registered']);
    });

    it('that fetches loses and doubles nothing, at whatever step its process dies', async () => {
      if (under.can.receives !== 'fetches') return expect(under.fetchAndDieAt).toBeUndefined();
      const before = (await idsOf()).length;
      let sent = 0;
      let step = 1;
      for (let isDead = true; isDead; step += 1) {
        expect(step).toBeLessThan(mostSteps);
        await under.send(item(`die-${step}`));
        sent += 1;
        isDead = await under.fetchAndDieAt!(step);
      }
      // Fetching, registering, moving the cursor: fewer steps would mean that nothing was cut off.
      expect(step).toBeGreaterThan(5);
      await under.fetch!();
      const after = await idsOf();
      expect(after).toHaveLength(before + sent);
      expect(new Set(after).size).toBe(after.length);
    }, 120_000);

    it('that delivers tries again until the other side has the reply', async () => {
      if (!under.can.delivers) return expect(under.reply).toBeUndefined();
      await under.send(item('reply-1'));
      await settle();
      const { messageId } = (await under.registered()).at(-1)!;
      under.mood!('failing');
      await under.reply!(messageId, '您好：路灯已于今日修复。');
      await eventually(async () => expect((await under.deliveryOf!(messageId)).attempts).toBeGreaterThan(0));
      under.mood!('well');
      await eventually(async () => expect(await under.deliveryOf!(messageId)).toMatchObject({ state: 'delivered' }));
      expect((await under.posted!()).filter(({ text }) => text.includes('路灯已于今日修复'))).toHaveLength(1);
    });

    it('that delivers shows one reply where the answer to its delivery was lost', async () => {
      if (!under.can.delivers) return expect(under.posted).toBeUndefined();
      await under.send(item('lost-1'));
      await settle();
      const { messageId } = (await under.registered()).at(-1)!;
      under.mood!('answer-lost');
      await under.reply!(messageId, '您好：井盖已于今日补齐。');
      const got = async () => (await under.posted!()).filter(({ text }) => text.includes('井盖已于今日补齐'));
      await eventually(async () => expect(await got()).not.toEqual([]));
      await eventually(async () => expect((await under.deliveryOf!(messageId)).attempts).toBeGreaterThan(1));
      under.mood!('well');
      await eventually(async () => expect(await under.deliveryOf!(messageId)).toMatchObject({ state: 'delivered' }));
      // Either it looks before it posts again, or the other side is told one id and drops the second.
      const posts = await got();
      if (under.can.readsBack) expect(posts).toHaveLength(1);
      else expect([...new Set(posts.map(({ id }) => id))]).toEqual([expect.any(String)]);
    });
  });
}
