// What the specs of hot issues share: the test material as registrations, and the tables as text. Specs alone import it.
import { createHash, randomUUID } from 'node:crypto';
import { createEvent, messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { material, readJsonLines } from '@wenzheng/testing';
import type { Fixture } from '../deadline-supervision.fixture.js';
import { foldTail } from './terms/term-counts.js';

export type Registered = EventEnvelope<EventData<typeof messageRegistered>>;

export interface Written {
  externalId: string;
  user: string;
  at: string;
  title: string;
  text: string;
}

export const personOf = (user: string): string => createHash('sha256').update(user).digest('hex');

export function registration({ externalId, user, at, title, text }: Written, more: Partial<EventData<typeof messageRegistered>> = {}): Registered {
  const messageId = more.messageId ?? randomUUID();
  const registeredAt = new Date(at).toISOString();
  return createEvent(messageRegistered, {
    subject: messageId, sequence: 1, time: new Date(at),
    data: {
      messageId, messageNumber: `N${messageId.slice(0, 8)}`, channel: 'board', registeredAt, occurredAt: registeredAt, kind: 'complaint',
      visibility: 'public', title: title.slice(0, 200), text: text.slice(0, 20_000), addressedUnit: null, authorHash: personOf(user), sessionId: null,
      externalId, historical: true, ...more,
    },
  });
}

interface SampleLine {
  留言编号: number;
  留言用户: string;
  留言主题: string;
  留言时间: string;
  留言详情: string;
}

/** The organisers' thirty messages, in the order of time: what history brings is put in order within a batch alone, and how many a batch holds is chance. */
export const officialSample = (): Written[] =>
  readJsonLines<SampleLine>(material('messages/hot_official_sample.jsonl'))
    .map((line) => ({ externalId: String(line.留言编号), user: line.留言用户, at: `${line.留言时间.replace(' ', 'T')}+08:00`, title: line.留言主题, text: line.留言详情 }))
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));

/** 2,109 real messages of two years, in the order of time. */
export const realMessages = (): Written[] =>
  readJsonLines<{ id: string; user: string; submitted_at: string; subject: string; body: string }>(material('messages/hot_messages.jsonl')).map(
    ({ id, user, submitted_at: at, subject: title, body: text }) => ({ externalId: id, user, at, title, text }),
  );

const tables: [table: string, order: string][] = [
  ['hot_issue', 'issue_id'], ['hot_member', 'message_id'], ['hot_issue_key', 'term, issue_id'], ['hot_term', 'term'], ['hot_epoch', 'epoch'], ['hot_act', 'act_id'],
];

/** Every row of every table of hot issues, what was counted folded, in an order that depends on nothing but the rows. */
export async function allRows(fixture: Fixture): Promise<string> {
  await foldTail(fixture.dataSource.manager);
  // How far batches have folded is theirs; what comes out is not.
  await fixture.dataSource.query('UPDATE hot_epoch SET folded = during');
  const texts: string[] = [];
  for (const [table, order] of tables) {
    const [row] = await fixture.dataSource.query<{ text: string }[]>(`SELECT string_agg(entry::text, E'\\n' ORDER BY ${order}) AS text FROM ${table} AS entry`);
    texts.push(`${table}\n${row?.text ?? ''}`);
  }
  return texts.join('\n');
}
