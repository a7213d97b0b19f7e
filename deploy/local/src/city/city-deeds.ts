import { setTimeout as sleep } from 'node:timers/promises';
import { channelSchema } from '@wenzheng/contracts';
import { z } from 'zod';
import { ofTheCity, receiptOf, words, type Scene } from './deed.js';
import { forumDeeds } from './forum-deeds.js';
import { sessionDeeds } from './session-deeds.js';

interface Page<Item> {
  items: Item[];
}

const supervision = ({ offices }: Scene) => offices.as('supervision-office');
const administrator = ({ offices }: Scene) => offices.as('administrator');
const orders = '/v1/urging-orders';

/** The urging order 督办单 of a unit that is in this state. */
async function orderOf(scene: Scene, unit: string, state: string): Promise<string> {
  const { items } = await supervision(scene).get<Page<{ id: string }>>('deadline-supervision', `${orders}?unit=${unit}&state=${state}`);
  if (!items[0]) throw new Error(`no urging order of ${unit} is ${state}`);
  return items[0].id;
}

/** What the story can do that is about no one letter. */
export const cityDeeds = {
  'sign-off-policy': ofTheCity({
    fields: { unit: words, steps: z.array(z.array(words)), reason: words },
    done: (scene, fields) => administrator(scene).post('routing', '/v1/sign-off-policies', fields),
  }),
  'review-policy': ofTheCity({
    fields: { channel: channelSchema, review: z.enum(['none', 'soft-findings', 'all']), reason: words },
    done: (scene, { channel, ...fields }) => administrator(scene).put('publication', `/v1/review-policies/${channel}`, fields),
  }),
  ...sessionDeeds,
  ...forumDeeds,
  /** 信箱、账号名录: each in the name of its unit's principal, looked after by its first 网管员. */
  'enter-directory': ofTheCity({
    fields: { openedOn: z.iso.date(), entries: z.array(z.strictObject({ kind: z.enum(['mailbox', 'microblog', 'integration']), address: words, name: words, unit: words })) },
    async done(scene, { openedOn, entries }) {
      for (const { unit, ...entry } of entries) {
        const { webAdmins, principal } = await administrator(scene).get<{ webAdmins: { id: string }[]; principal: { name: string; post: string } | null }>('routing', `/v1/units/${unit}`);
        const holder = principal && { name: principal.name, post: principal.post };
        await administrator(scene).post('intake', '/v1/directory/entries', { ...entry, unit, openedOn, holder, clerk: webAdmins[0]?.id ?? null });
      }
    },
  }),
  /** 政策文件, which replies cite. */
  'enter-policies': ofTheCity({
    fields: { reason: words, documents: z.array(z.strictObject({ number: words, title: words, otherTitles: z.array(words).optional(), issuer: words, issuedOn: z.iso.date(), effectiveOn: z.iso.date().optional(), repealedOn: z.iso.date().optional(), repealedBy: words.optional(), text: words })) },
    async done(scene, { reason, documents }) {
      for (const content of documents) await scene.offices.as('information-office').post('publication', '/v1/policy-documents', { content, reason });
    },
  }),
  'acknowledge-escalations': ofTheCity({
    fields: { note: words.optional() },
    async done(scene, fields) {
      const { items } = await supervision(scene).get<Page<{ id: string; to: string; acknowledgedAt: string | null }>>('deadline-supervision', '/v1/escalations?limit=500');
      for (const { id, to, acknowledgedAt } of items) {
        if (to === 'supervision-office' && acknowledgedAt === null) await supervision(scene).post('deadline-supervision', `/v1/escalations/${id}/acknowledgements`, fields);
      }
    },
  }),
  /** What the ladder has drafted for a unit, revised, signed and sent off. */
  'serve-order': ofTheCity({
    fields: { unit: words, title: words, instruction: words, requirement: words, contact: words },
    async done(scene, { unit, ...revision }) {
      const order = `${orders}/${await orderOf(scene, unit, 'draft')}`;
      await supervision(scene).post('deadline-supervision', `${order}/revisions`, revision);
      await supervision(scene).post('deadline-supervision', `${order}/signatures`);
      await supervision(scene).post('deadline-supervision', `${order}/services`);
    },
  }),
  'acknowledge-order': ofTheCity({
    fields: { unit: words },
    done: async (scene, { unit }) => scene.offices.as(`web-admin:${unit}`).post('deadline-supervision', `${orders}/${await orderOf(scene, unit, 'served')}/acknowledgements`),
  }),
  'answer-order': ofTheCity({
    fields: { unit: words, process: words, situation: words, result: z.enum(['resolved', 'partly-resolved', 'explained', 'cannot-be-resolved']) },
    done: async (scene, { unit, ...answer }) =>
      scene.offices.as(`principal:${unit}`).post('deadline-supervision', `${orders}/${await orderOf(scene, unit, 'acknowledged')}/answers`, {
        ...answer,
        process: scene.timetable.written(answer.process),
        situation: scene.timetable.written(answer.situation),
      }),
  }),
  'accept-order': ofTheCity({
    fields: { unit: words, opinion: words },
    done: async (scene, { unit, opinion }) => supervision(scene).post('deadline-supervision', `${orders}/${await orderOf(scene, unit, 'answered')}/acceptances`, { opinion }),
  }),
  /** The hot issue 热点问题 that a letter belongs to, once enough people have written of it. */
  'confirm-hot-issue': ofTheCity({
    fields: { letter: words, title: words, reason: words },
    async done(scene, { letter, title, reason }) {
      const { messageId } = receiptOf(scene.letter(letter));
      const office = supervision(scene);
      for (let attempt = 1; ; attempt++) {
        const { items } = await office.get<Page<{ id: string; messageIds: string[] }>>('deadline-supervision', '/v1/hot-issues?state=raised');
        const issue = items.find(({ messageIds }) => messageIds.includes(messageId));
        if (issue) {
          await office.post('deadline-supervision', `/v1/hot-issues/${issue.id}/confirmations`, { reason });
          await office.post('deadline-supervision', `/v1/hot-issues/${issue.id}/titles`, { reason, title });
          return;
        }
        if (attempt === 150) throw new Error(`${letter} belongs to no hot issue`);
        await sleep(100);
      }
    },
  }),
};
