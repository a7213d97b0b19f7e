import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createEvent, interviewPlanChanged, questionAnswered, questionMoved, sessionClosed, sessionOpened, sessionPostponed, sessionScheduled, unitChanged, type EventData, type EventDefinition, type EventEnvelope } from '@wenzheng/contracts';
import { call } from '@wenzheng/testing';
import { assigned, Fixture, idOf, registered, replied, unit } from '../../publication.fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
  const units = [['city', '淮南市', 1], [unit.code, unit.name, 2], ['city.water', '市水务局', 2], ['city.water.plant', '第一水厂', 3]] as const;
  await fixture.handle(...units.map(([code, name, level]) => createEvent(unitChanged, { subject: code, sequence: 1, time: new Date('2026-01-05T01:00:00Z'), data: { unit: { code, name }, parent: null, level, phones: [], removed: false } })));
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clock.set('2026-09-20T09:00:00+08:00'));

const principal = { name: '周明', post: '局长' };
let made = 500;
/** Interviews of these specs, each with its own id and number. */
class Interview {
  readonly sessionId = idOf((made += 1));
  readonly number = `HN-FT2026-${made}`;
  private sequence = 0;

  event<Data>(definition: EventDefinition<Data>, data: Omit<Data, 'sessionId'>): EventEnvelope<Data> {
    this.sequence += 1;
    return createEvent(definition, { subject: this.sessionId, sequence: this.sequence, time: new Date('2026-09-01T01:00:00Z'), data: { sessionId: this.sessionId, ...data } as Data });
  }

  scheduled(changes: Partial<EventData<typeof sessionScheduled>> = {}) {
    const times = { startsAt: '2026-09-20T01:30:00.000Z', endsAt: '2026-09-20T02:30:00.000Z', scheduledAt: '2026-09-01T01:00:00.000Z' };
    return this.event(sessionScheduled, { sessionNumber: this.number, channel: 'interview', title: '夜间照明与路灯维护', unit, principal, shortNoticeReason: null, ...times, ...changes });
  }

  readonly opened = () => this.event(sessionOpened, { openedAt: '2026-09-20T01:30:00.000Z', coachedAt: null, uncoachedReason: '临时更换主题，详询13812345678' });
  readonly moved = (n: number, state: EventData<typeof questionMoved>['state'], changes: Partial<EventData<typeof questionMoved>> = {}) => this.event(questionMoved, { messageId: idOf(n), state, mergedInto: null, reason: null, movedAt: '2026-09-20T01:40:00.000Z', ...changes });
  readonly answered = (n: number) => this.event(questionAnswered, { messageId: idOf(n), mergedInto: null, unit, text: '现场原话', speaker: principal, answeredAt: '2026-09-20T01:44:00.000Z' });
  readonly closed = () => this.event(sessionClosed, { closedAt: '2026-09-20T02:30:00.000Z', attendance: 'held-without-principal', attendedBy: { name: '吴敏', post: '副局长' }, absenceReason: '参加防汛会商', summary: '回答了网友关于路灯的提问。' });
  readonly question = (n: number, changes: object = {}) => registered(n, { channel: 'interview', sessionId: this.sessionId, title: `第${n}问`, ...changes });
  readonly page = (query = '') => fixture.page(`/interviews/${this.number}${query}`);
}
const textOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');

describe('R17: an interview 在线访谈 under one address', () => {
  it('is announced with its principal and leads to the form, is live with what was answered, and is over with every question, whatever came first', async () => {
    const interview = new Interview();
    await fixture.handle(interview.scheduled(), interview.question(101), interview.question(102), interview.question(103, { visibility: 'private', title: '我家的事' }), interview.question(104), interview.question(105));
    let page = await interview.page();
    expect(textOf(page)).toMatch(/预告 .*周明（局长）.*已收到5个提问/);
    expect(page).toContain(`href="/submit?session=${interview.sessionId}"`);
    expect(page).not.toContain('第101问');

    const [opened, chosen, first, merged, refused] = [interview.opened(), interview.moved(101, 'chosen'), interview.answered(101), interview.moved(102, 'merged', { mergedInto: idOf(101) }), interview.moved(104, 'not-published', { reason: '涉及他人隐私' })];
    await fixture.handle(refused, merged, first, opened, chosen, assigned(101));
    page = await interview.page();
    expect(textOf(page)).toContain('已在现场回答，文字正在审核发布');
    await fixture.handle(replied(101, { text: '您好，一中路段路灯今晚八点前修复亮灯。', submittedAt: '2026-09-20T01:44:00.000Z' }));
    page = await interview.page();
    expect(textOf(page)).toContain('您好，一中路段路灯今晚八点前修复亮灯。');
    expect(textOf(page)).toContain('收到5个提问 = 待选2 + 重复合并1 + 未予发布1 + 现场已答1');
    expect(page).not.toContain('现场原话');
    expect(textOf(page)).toContain('未辅导');
    expect(page).not.toContain('13812345678');

    await fixture.handle(interview.closed());
    page = await interview.page();
    expect(textOf(page)).toContain('收到5个提问 = 重复合并1 + 会后办理2 + 未予发布1 + 现场已答1');
    for (const number of [101, 102, 103, 104, 105]) expect(page).toContain(`/messages/HN20260918-0${number}`);
    expect(textOf(page)).toContain('主要负责人未到场，由吴敏（副局长）回答');
    expect(textOf(page)).toContain('未予发布：涉及他人隐私');
    expect(page).not.toContain('第104问');
    expect(page).not.toContain('我家的事');
    expect(page).not.toContain('/submit?session');
  });

  it('comes anew by itself for whoever asks for that alone, and says where that is stopped', async () => {
    const interview = new Interview();
    await fixture.handle(interview.scheduled(), interview.opened());
    const [still, moving] = [await fetch(`${fixture.url}/interviews/${interview.number}`), await fetch(`${fixture.url}/interviews/${interview.number}?refresh=30`)];
    expect([still.headers.get('refresh'), moving.headers.get('refresh')]).toEqual([null, '30']);
    expect(await moving.text()).toContain('停止自动刷新');
    expect((await call(`${fixture.url}/interviews/${interview.number}?refresh=1`)).status).toBe(400);
    const script = /<script src="([^"]+)"/.exec(await still.text())?.[1] ?? '';
    expect([(await fetch(fixture.url + script)).status, still.headers.get('content-security-policy')?.includes("connect-src 'self'")]).toEqual([200, true]);
  });

  it('tells those who watch when the counts change, and when it is over', async () => {
    const interview = new Interview();
    await fixture.handle(interview.scheduled(), interview.opened(), interview.question(111));
    const watching = new AbortController();
    const response = await fetch(`${fixture.url}/interviews/${interview.number}/events`, { signal: watching.signal });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let heard = '';
    const until = async (words: string) => {
      while (!heard.includes(words)) heard += new TextDecoder().decode((await reader.read()).value);
    };
    await until('"answered":0');
    await fixture.handle(interview.moved(111, 'chosen'), interview.answered(111));
    await until('"answered":1');
    await fixture.handle(interview.closed());
    await until('"isOver":true');
    watching.abort();
    expect((await call(`${fixture.url}/interviews/HN-FT2026-999/events`)).status).toBe(404);
  });
});

describe('R14: the list of interviews', () => {
  it('owes a plan until there is one; then each place says how far it has come, and the coverage counts all units of the city', async () => {
    expect(textOf(await fixture.page('/interviews'))).toContain('年度计划尚未公布');
    const water = { code: 'city.water', name: '市水务局' };
    const plan = (sequence: number, entries: EventData<typeof interviewPlanChanged>['entries']) =>
      createEvent(interviewPlanChanged, { subject: 'interview-plan-2026', sequence, time: new Date('2026-01-12T02:00:00Z'), data: { year: 2026, entries, changedAt: '2026-01-12T02:00:00.000Z' } });
    await fixture.handle(plan(2, [{ unit: water, month: '2026-11', topic: '供水管网改造' }]), plan(1, []));
    fixture.clock.set('2026-12-01T09:00:00+08:00');
    expect(textOf(await fixture.page('/interviews'))).toContain('11月 市水务局 供水管网改造 已过计划月份，尚未举行');
    fixture.clock.set('2026-11-03T09:00:00+08:00');
    expect(textOf(await fixture.page('/interviews'))).toContain('11月 市水务局 供水管网改造 待预告');
    const held = new Interview();
    await fixture.handle(held.scheduled({ unit: water, title: '供水管网改造' }), held.event(sessionPostponed, { startsAt: '2026-11-03T01:30:00.000Z', endsAt: '2026-11-03T02:30:00.000Z', reason: '防汛', postponedAt: '2026-09-10T01:00:00.000Z' }), held.opened());
    let list = textOf(await fixture.page('/interviews'));
    expect(list).toContain('已上线0个单位，共2个；列入计划1个');
    expect(list).toMatch(/11月 市水务局 供水管网改造 HN-FT2026-\d+ 正在进行 · 改期 · 未辅导/);
    expect(list).toContain('尚未列入计划的1个单位');
    expect(await fixture.page('/interview-plans/2027')).toContain('href="/interviews">2026年');
    await fixture.handle(held.event(sessionClosed, { closedAt: '2026-11-03T02:30:00.000Z', attendance: 'held', attendedBy: principal, absenceReason: null, summary: null }));
    list = textOf(await fixture.page('/interview-plans/2026'));
    expect(list).toContain('已上线1个单位，共2个');
    expect(await fixture.page('/interviews/HN-FT2025-001')).toContain('没有找到这个页面');
  });
});
