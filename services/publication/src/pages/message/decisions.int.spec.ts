import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { messageMerged, messageRuledInvalid, messageTransferred, messageUnmerged, messageWithdrawn, objectionDecided, replyHeld, replyPublished, replyReturned, renewalDeclined, renewalOrdered, type EventEnvelope } from '@wenzheng/contracts';
import fc from 'fast-check';
import { assigned, eventOf, Fixture, idOf, opened, registered, replied } from '../../publication.fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create({ listen: false });
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clear());

const number = 'HN20260918-0001';
const messageId = idOf(1);
const day = (n: number) => `2026-09-${n}T10:00:00+08:00`;
const ruled = (at = day(19), n = 1) =>
  eventOf(messageRuledInvalid, 2 + n, at, {
    messageId, rulingId: idOf(700 + n), proposedBy: null, ground: 'petition-closed', reason: '该事项已办结，经办人13812345678', guidance: '可向市信访局申请复查', objectionUntil: '2026-10-12', ruledAt: at,
  });
const decided = (outcome: 'upheld' | 'rejected') =>
  eventOf(objectionDecided, 9, day(21), { messageId, objectionId: idOf(600), rulingId: idOf(701), outcome, reason: '复核认为是新的事项', decidedAt: day(21) });
const transferred = (at = day(19)) =>
  eventOf(messageTransferred, 5, at, {
    messageId, transferId: idOf(500), to: { kind: 'discipline-inspection', name: '市纪委监委' }, reason: '属于纪检监察职责', sentAt: at, receipt: { number: '淮纪收〔2026〕7号', receivedAt: at }, transferredAt: at,
  });
const withdrawn = (at = day(19)) => eventOf(messageWithdrawn, 2, at, { messageId, withdrawnAt: at, reason: null });
const json = async () => (await (await fetch(`${fixture.url}/v1/messages/${number}`)).json()) as Record<string, unknown>;
const found = async (query: string) => ((await (await fetch(`${fixture.url}/v1/messages?q=${encodeURIComponent(query)}`)).json()) as { items: unknown[] }).items.length;

describe('R04: the page of a message', () => {
  it('that was ruled invalid says why, where to turn and how to object, and is no message without an answer', async () => {
    await fixture.handle(registered(1), assigned(1), opened(1), ruled());
    const page = await fixture.page(`/messages/${number}`);
    for (const shown of ['不予受理', '信访事项已经办结', '可向市信访局申请复查', '2026年10月12日', '提出一次异议', '〔手机号已隐去〕']) expect(page).toContain(shown);
    for (const hidden of ['13812345678', '尚未答复', '/query/message/objection']) expect(page).not.toContain(hidden);
    expect(page).toContain('凭受理编号和查询码<a href="/query">提出一次异议</a>');
    expect(await json()).toMatchObject({ status: { code: 'invalid' }, decisions: [{ kind: 'ruling', ground: { code: 'petition-closed' }, isLifted: false }] });
  });

  it('is open again once an objection was upheld, whichever was heard of first', async () => {
    for (const events of [[ruled(), decided('upheld')], [decided('upheld'), ruled()]]) {
      await fixture.clear();
      await fixture.handle(registered(1), assigned(1), opened(1));
      for (const event of events) await fixture.handle(event);
      expect(await json()).toMatchObject({ status: { code: 'open' }, deadline: { dueOn: '2026-09-22' }, decisions: [{ kind: 'ruling', isLifted: true }, { kind: 'objection', outcome: 'upheld' }] });
      expect(await fixture.page(`/messages/${number}`)).toContain('本认定已撤销');
    }
  });

  it('that was transferred out says to whom, and what receipt there is', async () => {
    await fixture.handle(registered(1), assigned(1), transferred());
    const page = await fixture.page(`/messages/${number}`);
    for (const shown of ['已转出', '转至市纪委监委', '淮纪收〔2026〕7号']) expect(page).toContain(shown);
  });

  it('that its writer withdrew has no words any more, and nobody finds it by them', async () => {
    for (const events of [[registered(1), withdrawn()], [withdrawn(), registered(1)]]) {
      await fixture.clear();
      await fixture.handle(...events.slice(0, 1));
      await fixture.handle(...events.slice(1));
      const page = await fixture.page(`/messages/${number}`);
      expect(page).toContain('留言人已撤回');
      expect(page).not.toContain('和平路');
      expect([await found('和平路'), await found(number)]).toEqual([0, 1]);
      expect(await json()).toMatchObject({ title: null, text: null, status: { code: 'withdrawn' } });
    }
  });

  it('private, shows nobody but its writer why', async () => {
    await fixture.handle(registered(1, { visibility: 'private' }), assigned(1), ruled());
    const page = await fixture.page(`/messages/${number}`);
    expect(page).toContain('不予受理');
    expect(page).not.toContain('信访');
    const own = await (await fetch(`${fixture.url}/query/message`, { headers: { accept: 'text/html', cookie: `wenzheng_ticket=${await fixture.intake.ticket(messageId)}` } })).text();
    expect(own).toContain('可向市信访局申请复查');
    // Who reads the own message has shown number and code already.
    expect(own).toMatch(/您不同意的，可以在<time[^>]*>[^<]*<\/time>前（含当日）<a href="\/query\/message\/objection">提出一次异议<\/a>/);
  });
});

describe('R04: how a message has ended', () => {
  it('is the first of all ends, in whatever order they come', async () => {
    const instant = fc.option(fc.integer({ min: 19, max: 20 }).map(day));
    const history = fc.record({ ruling: instant, isLifted: fc.boolean(), transfer: instant, withdrawal: instant, isAnswered: fc.boolean() });
    await fc.assert(fc.asyncProperty(history, fc.infiniteStream(fc.nat(100)), async ({ ruling, isLifted, transfer, withdrawal, isAnswered }, order) => {
      await fixture.clear();
      const events: EventEnvelope[] = [registered(1), assigned(1)];
      const ends: [string, string][] = [];
      // What is published here is published now: on the 20th at 9, the fixture's clock.
      if (isAnswered) events.push(replied(1));
      if (isAnswered) ends.push(['2026-09-20T09:00:00+08:00', 'answered']);
      if (ruling) events.push(ruled(ruling));
      if (ruling && isLifted) events.push(decided('upheld'));
      if (ruling && !isLifted) ends.push([ruling, 'invalid']);
      if (transfer) events.push(transferred(transfer));
      if (transfer) ends.push([transfer, 'moved']);
      if (withdrawal) events.push(withdrawn(withdrawal));
      if (withdrawal) ends.push([withdrawal, 'withdrawn']);
      const shuffled = events.map((event) => ({ event, place: order.next().value ?? 0 })).toSorted((a, b) => a.place - b.place);
      for (const { event } of shuffled) await fixture.handle(event);
      const [first] = ends.toSorted((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
      expect(await json()).toMatchObject({ status: { code: first?.[1] ?? 'open' }, title: withdrawal ? null : '和平路夜间路灯不亮' });
    }), { numRuns: 30 });
  });
});

describe('A03: what is handled as one', () => {
  const [lead, other] = [number, 'HN20260918-0002'];
  const text = `经现场核实，该路段路灯因电缆老化短路熄灭，我局已于9月19日更换电缆四十米、灯头六只，当晚恢复照明，并加密夜间巡查。与${lead}、${other}并案办理。`;
  const merged = (n: number, sequence = 2) =>
    eventOf(messageMerged, sequence, day(19), { messageId: idOf(n), mergeId: idOf(900 + n), into: { messageId, messageNumber: lead }, reason: '同一路段', mergedAt: day(19) });
  const unmerged = (n: number) => eventOf(messageUnmerged, 3, day(20), { messageId: idOf(n), mergeId: idOf(900 + n), reason: '并非同一路段', unmergedAt: day(20) });
  const shared = (n: number) => replied(n, { sequence: 4, text, sharedWith: { messageId, messageNumber: lead, replyId: idOf(10_001) } });
  const read = async (of: string) => (await (await fetch(`${fixture.url}/v1/messages/${of}`)).json()) as { merged: object; timeline: { text: string }[] };
  const linked = (of: string) => ({ number: of, title: '和平路夜间路灯不亮' });

  it('leads from each to the other, in whatever order it was heard, until that is undone', async () => {
    for (const events of [[registered(1), registered(2), merged(2)], [merged(2), registered(2), registered(1)]]) {
      await fixture.clear();
      for (const event of events) await fixture.handle(event);
      expect([(await read(lead)).merged, (await read(other)).merged]).toEqual([{ into: null, with: [linked(other)] }, { into: linked(lead), with: [] }]);
      expect(await fixture.page(`/messages/${lead}`)).toContain(`<a href="/messages/${other}">`);
      expect(await fixture.page(`/messages/${other}`)).toMatch(/并案办理[^]*<a href="\/messages\/HN20260918-0001">/);
    }
    await fixture.handle(unmerged(2));
    expect([(await read(lead)).merged, (await read(other)).merged]).toEqual([{ into: null, with: [] }, { into: null, with: [] }]);
    expect((await read(other)).timeline.map(({ text: line }) => line)).toEqual(expect.arrayContaining(['与反映同一事项的留言并案办理', '恢复单独办理']));
  });

  it('is one answer to each, which is not held to be the answer to another matter', async () => {
    await fixture.handle(...[1, 2, 3, 4].flatMap((n) => [registered(n), assigned(n)]), merged(2), merged(3));
    await fixture.handle(replied(1, { text }));
    await fixture.handle(shared(2), shared(3), replied(4, { text }));
    expect((await fixture.emitted(replyPublished)).map(({ data }) => data.messageId).sort()).toEqual([idOf(1), idOf(2), idOf(3)]);
    expect((await fixture.emitted(replyReturned)).map(({ data }) => [data.messageId, data.reasons])).toEqual([[idOf(4), ['other-number', 'same-as-other']]]);
  });

  it('is an answer to each, whichever of them is heard of last', async () => {
    await fixture.handle(registered(2), assigned(2), merged(2), shared(2));
    expect(await fixture.emitted(replyPublished)).toEqual([]);
    await fixture.handle(registered(1));
    expect((await fixture.emitted(replyPublished)).map(({ data }) => data.messageId)).toEqual([idOf(2)]);
    expect(await fixture.emitted(replyHeld)).toEqual([]);
    expect(await read(other)).toMatchObject({ status: { code: 'answered' } });
  });

  it('shows nobody that a private one is among it, nor what answers one that others may not read', async () => {
    await fixture.handle(registered(1), assigned(1), registered(2, { visibility: 'private' }), assigned(2), merged(2));
    expect((await read(lead)).merged).toEqual({ into: null, with: [] });
    expect(await fixture.page(`/messages/${other}`)).not.toContain('并案');
    await fixture.clear();
    await fixture.handle(registered(1, { title: '大病救助怎么申请', text: '我母亲患有尿毒症，请问怎么申请？' }), assigned(1), registered(2), assigned(2), merged(2), replied(1, { text }), shared(2));
    expect((await fixture.emitted(replyPublished)).map(({ data }) => data.messageId)).toEqual([messageId]);
    expect((await fixture.emitted(replyHeld)).map(({ data }) => data.messageId)).toEqual([idOf(2)]);
    expect((await read(other)).merged).toEqual({ into: null, with: [] });
  });
});

describe('二次办理', () => {
  const unit = { code: 'water', name: '市水务局' };
  const ordered = eventOf(renewalOrdered, 3, day(20), { messageId, renewalId: idOf(800), unit, reason: '请核实13812345678反映的水压', dueOn: '2026-09-23', orderedAt: day(20) });
  const declined = eventOf(renewalDeclined, 3, day(20), { messageId, ratingId: idOf(801), reason: '水压符合标准', declinedAt: day(20) });
  const renewed = replied(1, { sequence: 4, replyId: idOf(30_001), unit, text: '已加装增压泵，水压于9月21日恢复。', renews: idOf(800) });

  it('stands on the same page: why, by whom and by when, and its answer apart from the first, in whatever order it was heard', async () => {
    for (const events of [[registered(1), assigned(1), replied(1), ordered, renewed], [renewed, ordered, replied(1), assigned(1), registered(1)]]) {
      await fixture.clear();
      for (const event of events) await fixture.handle(event);
      const { decisions, replies, timeline, unit: incharge, status } = (await json()) as { decisions: object[]; replies: { renewed: boolean }[]; timeline: { text: string }[]; unit: object; status: { code: string } };
      expect([decisions, incharge, status.code]).toMatchObject([[{ kind: 'renewal', unit: '市水务局', dueOn: '2026-09-23', reason: '请核实〔手机号已隐去〕反映的水压' }], { code: 'urban-management' }, 'answered']);
      expect(replies.map((reply) => reply.renewed).sort()).toEqual([false, true]);
      expect(timeline.map(({ text }) => text)).toEqual(expect.arrayContaining(['信息办决定由市水务局二次办理', '市水务局提交二次办理答复', '公开二次办理答复']));
      expect(await fixture.page(`/messages/${number}`)).toMatch(/<h2 id="replies">答复<\/h2>[^]*路灯已修复[^]*<h2 id="renewed">二次办理答复<\/h2>[^]*水压于9月21日恢复/);
    }
    expect((await fixture.emitted(replyPublished)).map(({ data }) => data.renews ?? null).sort()).toEqual([idOf(800), null]);
  });

  it('answers nothing but itself: without the first answer the message is open', async () => {
    await fixture.handle(registered(1), assigned(1), ordered, renewed);
    expect(await json()).toMatchObject({ status: { code: 'open' }, answeredAt: null });
  });

  it('that the office has declined says why', async () => {
    await fixture.handle(registered(1), assigned(1), replied(1), declined);
    const page = await fixture.page(`/messages/${number}`);
    for (const shown of ['不再二次办理', '水压符合标准']) expect(page).toContain(shown);
  });
});
