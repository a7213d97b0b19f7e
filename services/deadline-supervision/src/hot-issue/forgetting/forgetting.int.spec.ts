import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, messageVisibilityChanged, textHidden, type EventEnvelope } from '@wenzheng/contracts';
import { Fixture, type Replica } from '../../deadline-supervision.fixture.js';
import { officialSample, registration, type Registered } from '../hot-issue.fixture.js';

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2020-01-31T10:00:00+08:00');
  replica = await fixture.start({}, { reading: false });
});
beforeEach(() => fixture.clear());
afterAll(() => fixture.drop());

const at = new Date('2020-01-31T01:00:00Z');
const visibility = (messageId: string, to: 'held' | 'taken-down' | 'public' | 'private', sequence = 2): EventEnvelope =>
  createEvent(messageVisibilityChanged, { subject: messageId, sequence, time: at, data: { messageId, visibility: to, reason: 'take-down', changedAt: at.toISOString() } });
const hidden = (messageId: string, part: 'title' | 'text', text: string, sequence = 2): EventEnvelope =>
  createEvent(textHidden, { subject: messageId, sequence, time: at, data: { messageId, part, partId: null, text, hiddenAt: at.toISOString() } });

interface Issue {
  id: string;
  title: string;
  people: number;
  sharedTerms: { term: string }[];
  messageIds: string[];
}
const issues = async (): Promise<Issue[]> => (await replica.call('/v1/hot-issues?limit=50', { role: 'supervision-office' })).body['items'] as Issue[];
const everything = async (): Promise<string> => JSON.stringify([await issues(), ...(await Promise.all((await issues()).map(async ({ id }) => (await replica.call(`/v1/hot-issues/${id}`, { role: 'supervision-office' })).body)))]);
const sample = (): Registered[] => officialSample().map((written) => registration(written));

describe('what hot issues show', () => {
  it('goes when all who wrote of it are taken down, and stays as others wrote it while some are not', async () => {
    const events = sample();
    await replica.handle(...events);
    const before = await issues();
    const [issue] = before;
    expect(before.length).toBeGreaterThan(0);
    const term = issue!.sharedTerms[0]!.term;
    const [first, ...rest] = issue!.messageIds;
    await replica.handle(visibility(first!, 'taken-down'));
    expect((await issues()).find(({ id }) => id === issue!.id)).toMatchObject({ title: issue!.title });
    await replica.handle(...rest.map((id) => visibility(id, 'taken-down')));
    expect(await everything()).not.toContain(term);
    expect(await fixture.rows(`SELECT FROM hot_member WHERE message_id = ANY ($1::uuid[]) AND (fragments <> '{}' OR shared_terms <> '{}' OR vector::text <> '[]')`, [issue!.messageIds])).toEqual([]);
    expect(await fixture.rows('SELECT FROM hot_issue_key WHERE issue_id = $1', [issue!.id])).toEqual([]);
  });

  it('follows what is hidden of a text, whichever comes first', async () => {
    const events = sample();
    await replica.handle(...events);
    const [issue] = await issues();
    const term = issue!.sharedTerms[0]!.term;
    const own = events.filter(({ data }) => issue!.messageIds.includes(data.messageId));
    const hidings = own.flatMap(({ data: { messageId, title, text } }) => [hidden(messageId, 'title', title.replaceAll(term, '〔内容已隐去〕')), hidden(messageId, 'text', text.replaceAll(term, '〔内容已隐去〕'), 3)]);
    await replica.handle(...hidings);
    expect(await everything()).not.toContain(term);
    await fixture.clear();
    await replica.handle(...hidings);
    await replica.handle(...events);
    expect(await everything()).not.toContain(term);
  });

  it('has nothing of what was held before it came', async () => {
    const [event] = sample();
    await replica.handle(visibility(event!.data.messageId, 'held', 1));
    await replica.handle(event!);
    expect(await fixture.rows('SELECT fragments, shared_terms FROM hot_member')).toEqual([{ fragments: [], shared_terms: [] }]);
  });

  it('keeps what is private: only offices read it', async () => {
    const events = sample();
    await replica.handle(...events);
    const before = await everything();
    await replica.handle(visibility((await issues())[0]!.messageIds[0]!, 'private'));
    expect(await everything()).toBe(before);
  });

  it('never shows a name that many people write', async () => {
    const people = ['甲', '乙', '丙', '丁', '戊', '己'].map((user, index) => ({ externalId: `n-${index}`, user, at: `2020-01-30T0${index}:00:00+08:00`, title: '绛珠村村支书贾宝玉侵占集体土地', text: '绛珠村村支书贾宝玉侵占集体土地，绛珠村的土地被村支书贾宝玉侵占。' }));
    await replica.handle(...people.map((written) => registration(written)));
    expect(await everything()).toContain('侵占集体土地');
    expect(await everything()).not.toContain('贾宝玉');
  });
});
