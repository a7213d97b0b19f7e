import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ofTheCity, storyDay, words, type Scene } from './deed.js';

const office = ({ offices }: Scene) => offices.as('information-office');
const atForum = (scene: Scene, session: string, deeds: string, body: object = {}) => office(scene).post('intake', `/v1/forums/${scene.sessions.get(session)}/${deeds}`, body);
/** The month of a day of the story, or one after it. */
function monthOf({ timetable }: Scene, { day, later = 0 }: { day: number; later?: number | undefined }): string {
  const [year = 0, month = 0] = timetable.dateOf(day).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + later, 1)).toISOString().slice(0, 7);
}
/** A form takes nothing that comes sooner after it was opened, in real seconds: no person is so fast. */
const fastestMs = 3_500;

/** What the story can do about netizen forums 网民座谈会. */
export const forumDeeds = {
  /** 分期安排 */
  'forum-phase': ofTheCity({
    fields: { phase: z.int(), slots: z.array(z.strictObject({ unit: words, day: storyDay, later: z.int().optional() })) },
    async done(scene, { phase, slots }) {
      const planned = await Promise.all(slots.map(async ({ unit, ...when }) => ({ unit: await scene.unit(unit), month: monthOf(scene, when) })));
      return office(scene).post('intake', '/v1/forum-phases', { phase, slots: planned });
    },
  }),
  /** 公告, with the days of the sign-up 报名. */
  'announce-forum': ofTheCity({
    fields: { session: words, place: words, seats: z.int(), groups: z.array(z.strictObject({ name: words, seats: z.int() })), from: words, until: words },
    done: (scene, { session, from, until, ...announced }) =>
      office(scene).post('intake', '/v1/forums', {
        sessionId: scene.sessions.get(session), ...announced, signUp: { from: scene.timetable.instantOf(from).toISOString(), until: scene.timetable.instantOf(until).toISOString() },
      }),
  }),
  /** People fill in the form 报名, each from an address of its own. */
  'sign-up': ofTheCity({
    fields: { session: words, people: z.array(z.strictObject({ name: words, phone: words, group: words })) },
    async done(scene, { session, people }) {
      const address = `${scene.endpoints.services.intake}/submit/forums/${scene.sessions.get(session)}`;
      const opened = await fetch(address);
      const form = /name="form" value="([^"]+)"/.exec(await opened.text())?.[1] ?? '';
      const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      await sleep(fastestMs);
      for (const [index, person] of people.entries()) {
        const headers = { origin: new URL(scene.endpoints.portal).origin, cookie, 'x-forwarded-for': `192.0.2.${index + 1}` };
        const answer = await fetch(address, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams({ form, consent: 'yes', ...person }) });
        if (answer.status !== 303) throw new Error(`the sign-up of ${person.name} was answered ${answer.status}: ${/role="alert">([\s\S]*?)<\/div>/.exec(await answer.text())?.[1] ?? ''}`);
      }
    },
  }),
  /** 抽签 */
  draw: ofTheCity({ fields: { session: words }, done: (scene, { session }) => atForum(scene, session, 'draws') }),
  /** What was raised: answered on the spot, or a message, which is a letter of the story then. */
  'record-point': ofTheCity({
    fields: { session: words, topic: words, opinion: words, answer: words.optional(), as: words.optional() },
    async done(scene, { session, as, ...point }) {
      await atForum(scene, session, 'points', point);
      if (as === undefined) return;
      const { items } = await office(scene).get<{ items: { messageId: string; messageNumber: string; title: string | null }[] }>('intake', `/v1/sessions/${scene.sessions.get(session)}/questions?limit=200`);
      const message = items.find(({ title }) => title === point.topic);
      if (!message) throw new Error(`${point.topic} is no message of the forum`);
      const { messageId, messageNumber } = message;
      // Nobody wrote it, and nobody has its tracking code.
      scene.letter(as).receipt = { messageId, messageNumber, trackingCode: '' };
    },
  }),
  /** 纪要 */
  'publish-minutes': ofTheCity({
    fields: { session: words, invited: z.int(), attended: z.int(), summary: words },
    done: (scene, { session, ...minutes }) => atForum(scene, session, 'minutes', minutes),
  }),
};
