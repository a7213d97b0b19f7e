import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  deadlineMoved,
  deadlineOverdue,
  escalationRaised,
  escalationWithdrawn,
  extensionNoticePublished,
  messageDesignated,
  messageReturned,
  replyDelivered,
  replyDeliveryFailed,
  replyPublished,
  replyReturned,
  unitChanged,
  urgingOrderServed,
  type EventEnvelope,
} from '@wenzheng/contracts';
import { createDataSource } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import { entities } from '../entities.js';
import { assigned, eventOf, extended, Fixture, idOf, opened, registered, replied, unit } from '../publication.fixture.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create();
});
afterAll(() => fixture.drop());
beforeEach(() => fixture.clear());

const numberOf = (n: number): string => `HN20260918-${String(n).padStart(4, '0')}`;
const number = numberOf(1);

/** Everything about a message, without the counter of how it came about, and as if it were the first. */
async function state(n = 1): Promise<string> {
  const [own, others] = [numberOf(n), [n, 10_000 + n, 20_000 + n, 30_000 + n]];
  const tables = await Promise.all([
    fixture.dataSource.query(`SELECT to_jsonb(m) - 'revision' AS row FROM message m WHERE message_id = $1`, [idOf(n)]),
    fixture.dataSource.query('SELECT to_jsonb(r) AS row FROM reply r WHERE message_id = $1 ORDER BY reply_id', [idOf(n)]),
    fixture.dataSource.query('SELECT to_jsonb(e) AS row FROM extension_notice e WHERE message_id = $1 ORDER BY extension_id', [idOf(n)]),
    fixture.dataSource.query('SELECT to_jsonb(f) AS row FROM fact f WHERE message_id = $1 ORDER BY owner, sequence', [idOf(n)]),
    fixture.dataSource.query('SELECT to_jsonb(s) AS row FROM search_tail s WHERE message_id = $1', [idOf(n)]),
  ]);
  const all = JSON.stringify({ tables, page: await fixture.page(`/messages/${own}`), json: await (await fetch(`${fixture.url}/v1/messages/${own}`)).text() }, null, 1);
  return others.reduce((text, id) => text.replaceAll(idOf(id), idOf(id - n + 1)), all.replaceAll(own, number));
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

const life = (n = 1): EventEnvelope[] => [
  registered(n),
  assigned(n),
  replied(n, { sequence: 2, replyId: idOf(30_000 + n), interim: true, text: '正在安排抢修。', submittedAt: '2026-09-19T09:00:00+08:00' }),
  extended(n),
  opened(n),
  replied(n, { sequence: 4 }),
];

describe('one projection for every order', () => {
  it('all 120 orders of five events, with a sixth in between and one twice, end in the same rows, page and JSON', async () => {
    await fixture.handle(...life());
    const expected = await state(1);
    expect(expected).toContain('publicly-answered');
    const orders = permutations([0, 1, 3, 4, 5]).map((five, index) => {
      const events = life(index + 2);
      const six = five.toSpliced(index % 6, 0, 2).map((place) => events[place]!);
      return [...six, six[(index * 7) % 6]!];
    });
    // Step by step, the same step of every order together: each message meets its events in its own order.
    for (let step = 0; step < 7; step += 1) await fixture.handle(...orders.map((order) => order[step]!));
    const published = Map.groupBy(await fixture.emitted(replyPublished), ({ subject }) => subject);
    for (const [index] of orders.entries()) {
      const n = index + 2;
      expect(await state(n)).toBe(expected);
      expect(published.get(idOf(n))?.map(({ data }) => data.replyId).sort()).toEqual([idOf(10_000 + n), idOf(30_000 + n)]);
    }
  });

  it('through the bus, latest first, the page says the same', async () => {
    const events = life();
    await fixture.handle(...events);
    const expected = await fixture.page(`/messages/${number}`);
    await fixture.clear();
    await fixture.send(...events.toReversed(), ...events);
    await eventually(async () => expect(await fixture.page(`/messages/${number}`)).toBe(expected));
  });

  it('two replicas that receive a message’s events at once lose none of them', async () => {
    const batches = Array.from({ length: 20 }, (_, n) => [registered(n + 1), assigned(n + 1), replied(n + 1), opened(n + 1)]);
    await Promise.all([0, 1, 2, 3].map((part) => fixture.handle(...batches.flatMap((events) => events.slice(part, part + 1)))));
    const rows = await fixture.dataSource.query(`SELECT count(*)::int AS count FROM message WHERE ending = 'publicly-answered' AND unit_code IS NOT NULL`);
    expect(rows).toEqual([{ count: 20 }]);
    expect(await fixture.emitted(replyPublished)).toHaveLength(20);
  });
});

describe('publication', () => {
  it('a reply that comes before its message waits, and is published when the message arrives', async () => {
    await fixture.handle(replied(1));
    expect(await fixture.emitted(replyPublished)).toEqual([]);
    expect(await fixture.dataSource.query('SELECT count(*)::int AS count FROM message WHERE channel IS NOT NULL')).toEqual([{ count: 0 }]);
    await fixture.handle(registered(1));
    const [event] = await fixture.emitted(replyPublished);
    expect(event).toMatchObject({
      sequence: 1,
      subject: idOf(1),
      data: { path: `/messages/${number}`, visibility: 'public', publishedAt: '2026-09-20T01:00:00.000Z', submittedAt: '2026-09-20T00:00:00.000Z', text: '您好，路灯已修复，请致电〔电话已隐去〕核实。' },
    });
  });

  it('R03: a reply that says only 已收悉 goes back to the unit, and the message stays open', async () => {
    await fixture.handle(registered(1), assigned(1), replied(1, { text: '您的留言已收悉，已转相关部门处理。' }));
    expect(await fixture.emitted(replyPublished)).toEqual([]);
    expect((await fixture.emitted(replyReturned)).map(({ data }) => [data.replyId, data.reasons])).toEqual([[idOf(10_001), ['no-outcome']]]);
    expect(await fixture.page(`/messages/${number}`)).toContain('尚未答复');
    await fixture.handle(replied(1, { sequence: 3, replyId: idOf(40_001) }));
    expect((await fixture.emitted(replyPublished)).map(({ sequence }) => sequence)).toEqual([2]);
  });

  it('an interim reply is published and ends nothing', async () => {
    await fixture.handle(registered(1), assigned(1), opened(1), replied(1, { interim: true, text: '已收悉，正在核实。' }));
    const page = await fixture.page(`/messages/${number}`);
    expect(page).toContain('阶段性回复（不计为答复）');
    expect(page).toContain('阶段性回复不计为答复，时限继续计算。');
    expect(await fixture.dataSource.query('SELECT ending FROM message')).toEqual([{ ending: 'open' }]);
  });

  it('a correction 更正 stands in place of its reply and a supplement 补充 below it, whatever came first; what was corrected is kept and shown nowhere', async () => {
    const root = idOf(10_001);
    const amendments = [
      replied(1, { sequence: 3, replyId: idOf(11_001), corrects: root, text: '您好，路灯已于9月20日修复，联系人13912345678。', submittedAt: '2026-09-20T08:30:00+08:00' }),
      replied(1, { sequence: 4, replyId: idOf(12_001), supplements: root, text: '另，桥头两盏将于9月底前更换。', submittedAt: '2026-09-20T08:40:00+08:00' }),
      replied(1, { sequence: 5, replyId: idOf(13_001), supplements: root, text: '已收悉。', submittedAt: '2026-09-20T08:50:00+08:00' }),
    ];
    const pages: string[] = [];
    const [before, after] = [[registered(1), assigned(1), opened(1)], [replied(1)]];
    for (const events of [[...before, ...after, ...amendments], [...amendments.toReversed(), ...after, ...before.toReversed()], [...before, ...amendments.toReversed(), ...after]]) {
      await fixture.clear();
      for (const event of events) {
        await fixture.handle(event);
        if (event === amendments[0] && !events.slice(0, events.indexOf(event)).includes(after[0]!)) expect(await fixture.dataSource.query(`SELECT FROM message WHERE ending <> 'open'`)).toEqual([]);
      }
      const page = await fixture.page(`/messages/${number}`);
      expect(page).toMatch(/路灯已于9月20日修复，联系人〔手机号已隐去〕。[\s\S]*更正于[\s\S]*<h4>补充<\/h4>[\s\S]*另，桥头两盏将于9月底前更换。/);
      for (const words of ['请致电0554-1234567核实', '已收悉']) expect(page).not.toContain(words);
      const body = (await (await fetch(`${fixture.url}/v1/messages/${number}`)).json()) as object;
      expect(body).toMatchObject({
        answeredAt: '2026-09-20T09:00:00+08:00', replies: [{ text: '您好，路灯已于9月20日修复，联系人〔手机号已隐去〕。', correctedAt: '2026-09-20T09:00:00+08:00', supplements: [{ text: '另，桥头两盏将于9月底前更换。', correctedAt: null }] }],
      });
      expect(JSON.stringify(body)).not.toContain('请致电0554-1234567核实');
      expect(await fixture.dataSource.query(`SELECT text FROM reply WHERE reply_id = $1 AND text LIKE '%核实。'`, [root])).toHaveLength(1);
      const told = (await fixture.emitted(replyPublished)).map(({ data }) => [data.replyId, data.corrects, data.supplements]);
      expect(told.sort()).toEqual([[root, undefined, undefined], [idOf(11_001), root, undefined], [idOf(12_001), undefined, root]]);
      expect((await fixture.emitted(replyReturned)).map(({ data }) => data.replyId)).toEqual([idOf(13_001)]);
      pages.push(page);
    }
    expect(new Set(pages).size).toBe(1);
  });

  it('R10: an extension notice is published redacted and moves the date in force', async () => {
    await fixture.handle(registered(1), assigned(1), opened(1), extended(1));
    const [event] = await fixture.emitted(extensionNoticePublished);
    expect(event?.data).toMatchObject({ newDueOn: '2026-09-24', reason: '线路需整体更换，联系人〔手机号已隐去〕。', publishedAt: '2026-09-20T01:00:00.000Z' });
    const page = await fixture.page(`/messages/${number}`);
    expect(page).toContain('市城市管理局已于9月20日公开说明延期，应于9月24日（星期四）24时前答复');
    await fixture.handle(eventOf(deadlineMoved, 2, '2026-09-20T09:00:01+08:00', { messageId: idOf(1), replyDueOn: '2026-09-24', finalDueOn: '2026-10-09', provisional: false, cause: 'extension' }));
    expect(await fixture.page(`/messages/${number}`)).toBe(page);
  });

  it('an answer to a private message is privately-answered, and its text travels with its visibility', async () => {
    await fixture.handle(registered(1, { visibility: 'private' }), replied(1));
    expect(await fixture.dataSource.query('SELECT ending, title, text FROM message')).toEqual([{ ending: 'privately-answered', title: null, text: null }]);
    expect((await fixture.emitted(replyPublished))[0]?.data.visibility).toBe('private');
  });

  it('a historical reply passes no gate and was public when it was given', async () => {
    const submittedAt = '2019-05-09T09:49:14+08:00';
    await fixture.handle(registered(1, { historical: true }), replied(1, { historical: true, text: '已收悉', submittedAt }));
    expect((await fixture.emitted(replyPublished))[0]?.data).toMatchObject({ historical: true, publishedAt: '2019-05-09T01:49:14.000Z' });
  });
});

describe('what redaction leaves standing', () => {
  const change = (sequence: number, phones: string[]) =>
    eventOf(unitChanged, sequence, '2026-09-01T00:00:00+08:00', { unit, parent: null, level: 2, phones, removed: false });

  it('is a number that a unit publishes, from the moment the directory holds it', async () => {
    await fixture.handle(change(2, ['0554-1234567']));
    await fixture.handle(change(1, []));
    await fixture.handle(registered(1), replied(1));
    expect(await fixture.page(`/messages/${number}`)).toContain('请致电0554-1234567核实');
  });

  it('is the same whether the directory came before the words or after them, and when a number is no longer published', async () => {
    const words = [
      registered(1), assigned(1), opened(1), replied(1),
      extended(1, { reason: '请致电（0554）1234567，联系人13912345678。' }),
      eventOf(messageReturned, 5, '2026-09-18T17:00:00+08:00', { messageId: idOf(1), unit, returnedAt: '2026-09-18T17:00:00+08:00', reason: '请转0554 1234567', suggestedUnit: null }),
      assigned(1, unit, 6),
    ];
    const published = change(1, ['0554-1234567']);
    const hidden = await (await fixture.handle(...words), state());
    await fixture.clear();
    await fixture.handle(published, ...words);
    const shown = await state();
    expect(JSON.stringify(shown)).toContain('请致电（0554）1234567，联系人〔手机号已隐去〕。');
    for (const [before, after] of [[words, [published]], [words.slice(0, 4), [published, ...words.slice(4)]]]) {
      await fixture.clear();
      await fixture.handle(...before!);
      const etag = (await fetch(`${fixture.url}/messages/${number}`)).headers.get('etag');
      await fixture.handle(...after!);
      expect(await state()).toEqual(shown);
      expect((await fetch(`${fixture.url}/messages/${number}`)).headers.get('etag')).not.toBe(etag);
    }
    await fixture.handle(change(2, []));
    expect(await state()).toEqual(hidden);
  });

  it('in citizens’ words no longer than it is published, on pages, in lists and in search', async () => {
    const words = { title: '0554-1234567没人接', text: '拨打0554 1234567多次，我的手机13912345678' };
    await fixture.handle(change(1, ['0554-1234567']), registered(1, words), registered(2, words), registered(3));
    const found = async (q: string) => ((await (await fetch(`${fixture.url}/v1/messages?q=${q}`)).json()) as { items: unknown[] }).items.length;
    expect(await fixture.page(`/messages/${number}`)).toContain('拨打0554 1234567多次，我的手机〔手机号已隐去〕');
    expect([await found('1234567'), await found('“电话已隐去”')]).toEqual([2, 0]);
    const etag = (await fetch(`${fixture.url}/messages/${number}`)).headers.get('etag');
    await fixture.handle(change(2, []));
    const page = await fixture.page(`/messages/${number}`);
    expect(page).toContain('拨打〔电话已隐去〕多次');
    expect(page).not.toContain('1234567');
    expect((await fetch(`${fixture.url}/messages/${number}`)).headers.get('etag')).not.toBe(etag);
    expect([await found('1234567'), await found('“电话已隐去”')]).toEqual([0, 2]);
    expect(await fixture.dataSource.query('SELECT FROM standing_number')).toEqual([]);
    await fixture.handle(change(3, ['0554-1234567']));
    expect(await fixture.page(`/messages/${number}`)).toContain('拨打〔电话已隐去〕多次');
  });

  it('no words are redacted while the directory changes', async () => {
    const batches = Array.from({ length: 20 }, (_, n) => [registered(n + 1), replied(n + 1)]);
    await Promise.all([...batches.map((events) => fixture.handle(...events)), fixture.handle(change(1, ['0554-1234567'])), ...batches.map((events) => fixture.handle(...events))]);
    expect(await fixture.dataSource.query(`SELECT count(*)::int AS count FROM reply WHERE text LIKE '%致电0554-1234567%'`)).toEqual([{ count: 20 }]);
  });

  it('no table that public reads use holds the number of a citizen', async () => {
    const reason = '不属本单位，来信人13812345678';
    await fixture.handle(
      registered(1), assigned(1), replied(1, { text: '已电话联系13812345678。' }), extended(1, { reason }),
      eventOf(messageReturned, 4, '2026-09-19T09:00:00+08:00', { messageId: idOf(1), unit, returnedAt: '2026-09-19T09:00:00+08:00', reason, suggestedUnit: null }),
    );
    for (const table of ['message', 'fact', 'reply', 'extension_notice', 'outbox', 'original']) {
      const rows = await fixture.dataSource.query(`SELECT to_jsonb(t)::text AS row FROM ${table} t`);
      expect(JSON.stringify(rows)).not.toContain('13812345678');
    }
  });
});

describe('办理过程 shows what a citizen may know', () => {
  it('who is in charge and what is public; no word of units and offices to each other, and no draft that was sent back', async () => {
    const at = '2026-09-18T17:00:00+08:00';
    await fixture.handle(
      registered(1), assigned(1),
      eventOf(messageReturned, 2, at, { messageId: idOf(1), unit, returnedAt: at, reason: '此人多次缠访，请信息办自行处理', suggestedUnit: null }),
      eventOf(messageDesignated, 3, at, { messageId: idOf(1), unit, designatedAt: at, reason: '领导要求尽快压下' }),
      replied(1, { sequence: 4, replyId: idOf(40_001), text: '已收悉。' }), replied(1, { sequence: 5, replyId: idOf(40_002), text: '已转相关部门。' }), replied(1, { sequence: 6 }),
    );
    const { timeline } = (await (await fetch(`${fixture.url}/v1/messages/${number}`)).json()) as { timeline: { text: string }[] };
    expect(timeline.map(({ text }) => text)).toEqual(['受理登记', '分派至市城市管理局', '市城市管理局退回，待重新分派', '指定市城市管理局承办', '市城市管理局提交答复', '公开答复']);
    const kept = await fixture.dataSource.query(`SELECT to_jsonb(fact)::text AS row FROM fact UNION ALL SELECT to_jsonb(unredacted)::text FROM unredacted`);
    expect(JSON.stringify(kept)).not.toMatch(/缠访|压下|职责/);
  });

  it('whether a reply reached the channel, and that it stands there no more (R36)', async () => {
    const data = { messageId: idOf(1), channel: 'microblog' as const };
    const failed = (sequence: number, replyId: string, failedAt: string) => eventOf(replyDeliveryFailed, sequence, failedAt, { ...data, replyId, failedAt, attempts: 1, reason: 'the comment is no longer on the platform' });
    await fixture.handle(
      registered(1), assigned(1), replied(1, { sequence: 2 }), failed(4, idOf(10_001), '2026-09-20T12:00:00+08:00'),
      eventOf(replyDelivered, 3, '2026-09-20T10:00:00+08:00', { ...data, replyId: idOf(10_001), deliveredAt: '2026-09-20T10:00:00+08:00', deliveryId: '7' }),
    );
    const { timeline } = (await (await fetch(`${fixture.url}/v1/messages/${number}`)).json()) as { timeline: { text: string }[] };
    expect(timeline.slice(-2).map(({ text }) => text)).toEqual(['答复已送达留言人', '原渠道上的答复已不存在或者被退回，请以本页答复为准']);
    await fixture.handle(registered(2), assigned(2), replied(2, { sequence: 2 }), eventOf(replyDeliveryFailed, 3, '2026-09-20T12:00:00+08:00', { messageId: idOf(2), channel: 'board', replyId: idOf(10_002), failedAt: '2026-09-20T12:00:00+08:00', attempts: 10, reason: 'HTTP 500' }));
    expect(await fixture.page(`/messages/${numberOf(2)}`)).toContain('答复未能送达原渠道，请以本页答复为准');
  });
});

describe('deadline facts', () => {
  it('the timeline shows overdue and escalations, and the level 3 names its receiver, until it is withdrawn', async () => {
    fixture.clock.set('2026-10-12T10:00:00+08:00');
    const at = '2026-10-10T00:00:00+08:00';
    const raised = (sequence: number, level: 1 | 2 | 3) =>
      eventOf(escalationRaised, sequence, at, {
        escalationId: idOf(50_000 + level), messageId: idOf(1), messageNumber: number, channel: 'board', unit, level,
        to: level === 3 ? 'inspection-bureau' : 'supervision-office', replyDueOn: '2026-09-22', finalDueOn: '2026-10-09', raisedAt: at,
      });
    await fixture.handle(
      registered(1), assigned(1), opened(1), raised(3, 1), raised(5, 3),
      eventOf(deadlineOverdue, 2, at, { messageId: idOf(1), unit, overdueSince: '2026-09-23T00:00:00+08:00', replyDueOn: '2026-09-22', finalDueOn: '2026-10-09' }),
    );
    const page = await fixture.page(`/messages/${number}`);
    const withdrawnAt = '2026-10-12T09:00:00+08:00';
    await fixture.handle(eventOf(escalationWithdrawn, 6, withdrawnAt, { escalationId: idOf(50_003), messageId: idOf(1), level: 3, withdrawnAt }));
    const after = await fixture.page(`/messages/${number}`);
    fixture.clock.set('2026-09-20T09:00:00+08:00');
    expect(after).toContain('已撤回报监察机关的上报');
    expect(after).not.toContain('已报监察机关掌握。');
    expect(page).toContain('已报监察机关掌握。');
    expect(page).toContain('已报市政府督查室');
    expect(page).toContain('超期未答复');
  });

  it('R22: of an urging order 督办单 the timeline shows the number, and neither its subject nor whom else it names', async () => {
    const servedAt = '2026-09-24T09:00:00+08:00';
    await fixture.handle(
      registered(2), assigned(2),
      eventOf(urgingOrderServed, 9, servedAt, {
        urgingOrderId: idOf(60_000), messageId: idOf(2), number: '淮督〔2026〕12号', title: '关于某楼盘的督办', unit, coUnits: [{ code: 'x', name: '某协办局' }], answerBy: '2026-09-29', servedAt,
      }),
    );
    const page = await fixture.page('/messages/HN20260918-0002');
    expect(page).toContain('签发督办单（淮督〔2026〕12号）');
    expect(page).not.toMatch(/某楼盘|某协办局/);
  });
});

it('the migrations make exactly the tables of the entities', async () => {
  const dataSource = await createDataSource({ url: fixture.database.url, service: 'publication', entities }).initialize();
  const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
  await dataSource.destroy();
  expect(upQueries.map(({ query }) => query)).toEqual([]);
});
