import { sessionChannelSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { ofTheCity, storyDay, words, type Scene } from './deed.js';

const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const from = { day: storyDay, from: hour, to: hour };
/** What the information office does at a session. */
export const atSession = (scene: Scene, session: string, deeds: string, body: object) =>
  scene.offices.as('information-office').post('intake', `/v1/sessions/${scene.sessions.get(session)}/${deeds}`, body);
const lasting = ({ timetable }: Scene, times: { day: number; from: string; to: string }) => ({
  startsAt: timetable.instantOf(`${times.day} ${times.from}`).toISOString(),
  endsAt: timetable.instantOf(`${times.day} ${times.to}`).toISOString(),
});

/** What the story can do about sessions 在线访谈、座谈会. */
export const sessionDeeds = {
  /** 年度计划 of the year of a day, or of one after it; an entry's month is said, or that of its day. What falls into another year is left to that. */
  'interview-plan': ofTheCity({
    fields: { day: storyDay, later: z.int().default(0), entries: z.array(z.strictObject({ unit: words, topic: words, month: z.int().min(1).max(12).default(12), day: storyDay.optional() })) },
    async done(scene, { day, later, entries }) {
      const year = String(Number(scene.timetable.dateOf(day).slice(0, 4)) + later);
      const planned = await Promise.all(
        entries.map(async ({ unit, topic, month, day: on }) => ({ unit: await scene.unit(unit), topic, month: on === undefined ? `${year}-${String(month).padStart(2, '0')}` : scene.timetable.dateOf(on).slice(0, 7) })),
      );
      return scene.offices.as('information-office').put('intake', `/v1/interview-plans/${year}`, { entries: planned.filter(({ month }) => month.startsWith(year)) });
    },
  }),
  schedule: ofTheCity({
    fields: { session: words, channel: sessionChannelSchema, title: words, unit: words, principal: z.strictObject({ name: words, post: words }), shortNoticeReason: words.optional(), ...from },
    async done(scene, { session, channel, title, unit: code, principal, shortNoticeReason, ...times }) {
      const { sessionId } = await scene.offices.as('information-office').post<{ sessionId: string }>('intake', '/v1/sessions', { channel, title, unit: await scene.unit(code), principal, shortNoticeReason, ...lasting(scene, times) });
      scene.sessions.set(session, sessionId);
    },
  }),
  postpone: ofTheCity({
    fields: { session: words, reason: words, ...from },
    done: (scene, { session, reason, ...times }) =>
      atSession(scene, session, 'postponements', { reason, ...lasting(scene, times) }),
  }),
  /** 辅导, before it begins. */
  coach: ofTheCity({
    fields: { session: words, note: words },
    done: (scene, { session, note }) => atSession(scene, session, 'coachings', { heldAt: scene.now(), note }),
  }),
  open: ofTheCity({ fields: { session: words }, done: (scene, { session }) => atSession(scene, session, 'openings', {}) }),
  /** What nobody has answered by then is carried over. */
  close: ofTheCity({
    fields: { session: words, summary: words },
    done: (scene, { session, ...held }) => atSession(scene, session, 'closings', { attendance: 'held', ...held }),
  }),
};
