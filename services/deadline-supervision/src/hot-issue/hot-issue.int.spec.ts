import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { material } from '@wenzheng/testing';
import { Fixture, type Replica } from '../deadline-supervision.fixture.js';
import { officialSample, realMessages, registration } from './hot-issue.fixture.js';

interface Shown {
  id: string;
  title: string;
  state: string;
  people: number;
  messages: number;
  followUps: number;
  channels: { channel: string; messages: number }[];
  raisedOn: string;
  heat: number;
  growth: number;
  newPeopleToday: number;
  peak: { people: number; on: string } | null;
  cohesion: number;
  sharedTerms: { term: string; part: string; people: number }[];
  messageIds: string[];
  externalIds: string[];
  samePlaceOtherMatter: { externalId: string }[];
}

let fixture: Fixture;
let replica: Replica;
beforeAll(async () => {
  fixture = await Fixture.create('2020-01-31T10:00:00+08:00');
  replica = await fixture.start();
});
afterEach(async () => {
  fixture.clock.set('2020-01-31T10:00:00+08:00');
  await fixture.clear();
});
afterAll(() => fixture.drop());

const office = { role: 'supervision-office' as const, sub: 'li' };
async function list(query = ''): Promise<Shown[]> {
  const { status, body } = await replica.call(`/v1/hot-issues${query}`, office);
  expect(status).toBe(200);
  return body['items'] as Shown[];
}

describe('R01, R23: what the city speaks of', () => {
  it("finds the two hot issues of the organisers' thirty messages, every message of theirs, and no other", async () => {
    await replica.handle(...officialSample().map((written) => registration(written)));
    const gold = JSON.parse(readFileSync(material('messages/hot_official_sample_gold.json'), 'utf8')) as Record<string, number[]>;
    const found = await list();
    expect(found.map(({ externalIds }) => externalIds.toSorted())).toEqual(Object.values(gold).map((ids) => ids.map(String).toSorted()));
    expect(found.map(({ people, messages, followUps, title }) => ({ people, messages, followUps, title }))).toEqual([
      { people: 8, messages: 10, followUps: 2, title: '魅力之城小区 · 扰民' },
      { people: 5, messages: 5, followUps: 0, title: 'A市经济学院 · 学生' },
    ]);
  });

  it('shows the ten hottest of 2,109 real messages with the day on which each was raised, hottest first', async () => {
    const events = realMessages().map((written) => registration(written));
    for (let from = 0; from < events.length; from += 256) await replica.handle(...events.slice(from, from + 256));
    const found = await list('?limit=10');
    expect(found.map(({ raisedOn, title }) => `${raisedOn} ${title}`)).toEqual([
      '2019-02-25 房补贴 · 人才',
      '2019-04-12 A6区月亮岛路 · 高压',
      '2019-06-06 青青家园 · 天顶街道',
      '2019-02-21 58车贷 · 经侦',
      '2019-05-30 江山帝景 · 敞开式栏杆',
      '2019-04-29 星湖湾 · 洋房',
      '2019-04-28 学院强制学生 · 实习',
      '2019-04-26 海伦春天 · 黄星大道',
      '2019-05-17 城际铁路 · 长株潭',
      '2019-04-25 有限公司涉嫌诈骗 · 投资有限公司',
    ]);
    const loans = found.find(({ title }) => title.includes('58车贷'));
    const speaking = realMessages().filter(({ title }) => title.includes('58车贷')).map(({ externalId }) => externalId);
    const hits = speaking.filter((id) => loans?.externalIds.includes(id)).length;
    expect(hits / speaking.length).toBeGreaterThan(0.8);
    expect(await fixture.events('hot-issue.raised')).toHaveLength(11);
  }, 120_000);

  it('tells the bus once, without a word of the citizens', async () => {
    await replica.handle(...officialSample().map((written, index) => registration(written, index % 3 === 0 ? { channel: 'microblog' } : {})));
    const raised = await fixture.events('hot-issue.raised');
    expect(raised.map(({ data }) => [data['raisedOn'], data['people']])).toEqual([['2019-08-26', 5], ['2019-11-22', 5]]);
    expect(JSON.stringify(raised)).not.toMatch(/魅力|学院/);
    const [one] = await list();
    expect(one?.channels.map(({ channel }) => channel).toSorted()).toEqual(['board', 'microblog']);
  });

  it('heat, growth and the new people of today go by the clock', async () => {
    await replica.handle(...officialSample().map((written) => registration(written)));
    fixture.clock.set('2019-08-26T12:00:00+08:00');
    const [hottest] = await list();
    expect(hottest).toMatchObject({ title: '魅力之城小区 · 扰民', heat: 3, growth: 3, newPeopleToday: 2, raisedOn: '2019-08-26' });
  });

  it('is read page by page', async () => {
    await replica.handle(...officialSample().map((written) => registration(written)));
    const { body: first } = await replica.call('/v1/hot-issues?limit=1', office);
    expect(first['items']).toHaveLength(1);
    const { body: second } = await replica.call(`/v1/hot-issues?limit=1&after=${String(first['next'])}`, office);
    expect([second['items'], second['next']]).toEqual([[expect.objectContaining({ people: 5 })], null]);
  });
});

describe('what an officer decides', () => {
  const decide = (id: string, what: string, body: object) => replica.call(`/v1/hot-issues/${id}/${what}`, { ...office, body: { reason: '核实', ...body } });
  const sample = async () => {
    await replica.handle(...officialSample().map((written) => registration(written)));
    const [estate, college] = await list();
    if (!estate || !college) throw new Error('not found');
    return { estate, college };
  };

  it('confirms once, and the wish for an urging order 督办单 drafts one, with none of its words', async () => {
    const { estate } = await sample();
    const first = await decide(estate.id, 'confirmations', { wantsUrgingOrder: true });
    expect([first.status, first.headers.get('location'), first.body['state'], first.body['wantsUrgingOrder']]).toEqual([201, `/v1/hot-issues/${estate.id}`, 'confirmed', true]);
    expect((await decide(estate.id, 'confirmations', { wantsUrgingOrder: true })).status).toBe(200);
    const { body } = await replica.call(`/v1/hot-issues/${estate.id}`, office);
    expect((body['history'] as { act: string; by: string; reason: string }[]).map(({ act, by, reason }) => [act, by, reason])).toEqual([['raised', 'rule', ''], ['confirmed', 'li', '核实']]);
    expect((await list('?state=confirmed')).map(({ id }) => id)).toEqual([estate.id]);
    const drafts = (await replica.call('/v1/urging-orders', office)).body['items'] as { messageIds: string[] }[];
    expect(drafts).toMatchObject([{ state: 'draft', origin: { kind: 'hot-issue', id: estate.id }, title: '关于办理热点问题的督办（8人、10件留言）', unit: null }]);
    expect(drafts[0]?.messageIds.toSorted()).toEqual(estate.messageIds.toSorted());
  });

  it('gives it a title, which stands whatever is found out later; a number of a person has no place in it', async () => {
    const { estate } = await sample();
    expect((await decide(estate.id, 'titles', { title: '魅力之城夜宵摊扰民（来信人13812345678）' })).body['title']).toBe('魅力之城夜宵摊扰民（来信人〔手机号已隐去〕）');
    expect((await decide(estate.id, 'titles', { title: '魅力之城夜宵摊扰民' })).status).toBe(201);
    expect((await decide(estate.id, 'titles', { title: '魅力之城夜宵摊扰民' })).status).toBe(200);
    await replica.handle(registration({ externalId: 'later', user: 'later', at: '2019-10-01T10:00:00+08:00', title: '魅力之城小区油烟扰民', text: '烧烤' }));
    const { body } = await replica.call(`/v1/hot-issues/${estate.id}`, office);
    expect([body['title'], body['people'], (body['history'] as { act: string; by: string }[]).map(({ act, by }) => `${act} ${by}`)]).toEqual(['魅力之城夜宵摊扰民', 9, ['raised rule', 'titled li', 'titled li']]);
    expect((await decide(estate.id, 'titles', { title: '。' })).status).toBe(400);
  });

  it('tells the public of what is confirmed under its officer’s title, with the rule’s inputs and none of its writers’ words; and again as it grows, or is none after all', async () => {
    await replica.handle(...officialSample().map((written, index) => registration(written, index % 2 === 0 ? { visibility: 'private' } : {})));
    const [estate] = await list();
    const changes = async () => (await fixture.events('hot-issue.changed')).filter(({ subject }) => subject === estate!.id).map(({ sequence, data }) => ({ sequence, ...data }) as Record<string, unknown>);
    await decide(estate!.id, 'confirmations', {});
    expect(await changes()).toMatchObject([{ sequence: 2, state: 'confirmed', title: null }]);
    await decide(estate!.id, 'titles', { title: '魅力之城夜宵摊扰民' });
    const told = (await changes()).at(-1)!;
    expect(told).toMatchObject({ sequence: 3, title: '魅力之城夜宵摊扰民', people: 8, messages: 10, rule: { people: 5, windowDays: 60, cohesion: 9_000 }, confirmedAt: '2020-01-31T02:00:00.000Z' });
    const open = new Set((await fixture.rows<{ message_id: string }>(`SELECT message_id FROM hot_member WHERE visibility = 'public'`)).map((row) => row.message_id));
    expect((told['messageIds'] as string[]).toSorted()).toEqual(estate!.messageIds.filter((id) => open.has(id)).toSorted());
    expect(JSON.stringify(told)).not.toContain(estate!.sharedTerms[1]!.term);
    await replica.handle(registration({ externalId: 'later', user: 'later', at: '2019-10-01T10:00:00+08:00', title: '魅力之城小区油烟扰民', text: '烧烤' }));
    expect((await changes()).at(-1)).toMatchObject({ sequence: 4, people: 9, messages: 11 });
    await decide(estate!.id, 'dismissals', {});
    expect((await changes()).at(-1)).toMatchObject({ sequence: 5, state: 'dismissed', title: null });
    expect((await decide(estate!.id, 'dismissals', {})).status).toBe(200);
    expect(await changes()).toHaveLength(4);
  });

  it('a circular names what was confirmed alone, by its title', async () => {
    const { estate } = await sample();
    const period = { from: '2019-01-01', to: '2019-12-31', title: '通报', analysis: '无' };
    const { body } = await replica.call('/v1/circulars', { ...office, body: period });
    const topics = async () => ((await replica.call(`/v1/circulars/${String(body['id'])}`, office)).body['hotTopics'] as { title: string }[]).map(({ title }) => title);
    expect(await topics()).toEqual([]);
    await decide(estate.id, 'titles', { title: '魅力之城夜宵摊扰民' });
    await decide(estate.id, 'confirmations', {});
    expect(await topics()).toEqual(['魅力之城夜宵摊扰民']);
  });

  it('shows for each message why it joined', async () => {
    const { estate } = await sample();
    const { body } = await replica.call(`/v1/hot-issues/${estate.id}`, office);
    const members = body['members'] as { joined: { score: number | null; threshold: number; sharedTerms: string[] } }[];
    expect(members).toHaveLength(10);
    expect(members[0]?.joined.score).toBeNull();
    for (const { joined } of members.slice(1)) {
      expect(joined.score).toBeGreaterThanOrEqual(joined.threshold);
      expect(joined.sharedTerms.join()).toMatch(/魅力|力之|之城/);
    }
  });

  it('dismisses: what comes later joins in silence, and it is not raised again', async () => {
    const { estate } = await sample();
    expect((await decide(estate.id, 'dismissals', {})).status).toBe(201);
    expect((await decide(estate.id, 'dismissals', {})).status).toBe(200);
    await replica.handle(registration({ externalId: 'later', user: 'later', at: '2019-10-01T10:00:00+08:00', title: '魅力之城小区油烟扰民', text: '烧烤' }));
    expect((await list()).map(({ title }) => title)).toEqual(['A市经济学院 · 学生']);
    expect((await list('?state=dismissed'))[0]?.externalIds).toContain('later');
    expect(await fixture.events('hot-issue.raised')).toHaveLength(2);
  });

  it('merges: the id of the other goes on, and this one leads to it', async () => {
    const { estate, college } = await sample();
    expect((await decide(college.id, 'merges', { into: estate.id })).status).toBe(201);
    expect((await decide(college.id, 'merges', { into: estate.id })).status).toBe(200);
    expect((await decide(college.id, 'confirmations', {})).body['code']).toBe('deadline-supervision.hot-issue-merged');
    expect((await decide(estate.id, 'merges', { into: college.id })).body['code']).toBe('deadline-supervision.hot-issue-takes-none');
    const { body } = await replica.call(`/v1/hot-issues/${college.id}`, office);
    expect([body['state'], body['mergedInto'], body['messageIds']]).toEqual(['merged', estate.id, []]);
    expect((body['allowedActions'] as { reason: { code: string } }[]).map(({ reason }) => reason.code)).toEqual(Array.from({ length: 5 }, () => 'deadline-supervision.hot-issue-merged'));
    expect((await replica.call(`/v1/hot-issues/${estate.id}`, { role: 'inspection-bureau' })).body['allowedActions']).toEqual([]);
    const members = (await replica.call(`/v1/hot-issues/${estate.id}`, office)).body['members'];
    expect(members).toHaveLength(15);
  });

  it('splits messages off into an issue of their own, and the rule does not bring them back', async () => {
    const { estate } = await sample();
    const moved = estate.messageIds.slice(0, 3);
    const first = await decide(estate.id, 'splits', { messageIds: moved });
    expect([first.status, first.body['messageIds'], first.body['state']]).toEqual([201, moved, 'raised']);
    const again = await decide(estate.id, 'splits', { messageIds: moved });
    expect([again.status, again.body['id']]).toEqual([200, first.body['id']]);
    const left = (await list()).find(({ id }) => id === estate.id);
    expect([left?.messages, left?.messageIds]).toEqual([7, estate.messageIds.slice(3)]);
    const users = ['a', 'b', 'c', 'd', 'e', 'f'];
    await replica.handle(...users.map((user, index) => registration({ externalId: user, user, at: `2019-10-0${index + 1}T10:00:00+08:00`, title: '魅力之城小区油烟扰民', text: '夜宵摊烧烤油烟噪音' })));
    expect((await list()).filter(({ title }) => title.includes('魅力'))).toHaveLength(2);
  });

  it('moves a message into another issue, where nothing but an officer put it', async () => {
    const { estate, college } = await sample();
    const [message] = estate.messageIds;
    const answer = await decide(estate.id, 'splits', { messageIds: [message], to: college.id });
    expect([answer.status, answer.body['id'], answer.body['messages']]).toEqual([201, college.id, 6]);
    expect((answer.body['members'] as { messageId: string; moved: boolean }[]).filter(({ moved }) => moved).map(({ messageId }) => messageId)).toEqual([message]);
  });

  it('refuses to take out what is not there, or everything, or without a reason', async () => {
    const { estate, college } = await sample();
    expect((await decide(estate.id, 'splits', { messageIds: college.messageIds.slice(0, 1) })).body['code']).toBe('deadline-supervision.hot-issue-not-its-messages');
    expect((await decide(estate.id, 'splits', { messageIds: estate.messageIds })).body['code']).toBe('deadline-supervision.hot-issue-not-its-messages');
    expect((await decide(estate.id, 'dismissals', { reason: '。' })).status).toBe(400);
    expect((await decide('7d8a1f0e-0000-4000-8000-000000000000', 'dismissals', {})).status).toBe(404);
  });
});
