import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DataSource } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import type { PublicationConfig } from '../config.js';
import { assigned, Fixture, idOf, opened, registered, replied, unit } from '../publication.fixture.js';
import { CONFIG, READS } from '../tokens.js';
import { publicOnes, publish, searchesOf } from './search.fixture.js';
import { bucketOf, freshSize } from './segment.rules.js';
import { standingSql, strideSql } from './word-search.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create();
  await indexer().onApplicationShutdown();
  await publish(fixture);
});
afterAll(() => fixture.drop());

const { enqueue, ids, index, indexer, insertMessages, numbers } = searchesOf(() => fixture);

// Neither the tail nor the index may change what is found: the same queries against all of it.
describe.each<[string, string[], () => Promise<unknown>]>([
  ['in the tail', publicOnes, () => Promise.resolve()],
  ['in a segment', [], async () => {
    await insertMessages('00000003', freshSize - 4, '别的事');
    await enqueue('00000003', freshSize - 4);
    await index();
  }],
  ['in a folded segment', [], () => indexer().fold(1)],
])('a query for what is %s', (_, waiting, prepare) => {
  beforeAll(async () => {
    await prepare();
    expect(await ids('search_tail')).toEqual(waiting);
    expect((await ids('search_member')).filter((id) => id.startsWith('00000000'))).toEqual(waiting.length > 0 ? [] : publicOnes);
  });

  it.each([
    ['app', ['1']], ['APP打不开', ['1']], ['pp故', ['1']], ['鑫', ['2']], ['供水水压', ['2']], ['水水', ['2']], ['水供', []], ['压低鑫', ['2']], ['“压低鑫”', []], ['"压低 二次"', []], ['压低，二次', ['2']], ['app三天', ['1']], ['太弱的信号', ['5']], ['灯路', []],
    ['𠮷', ['3']], ['𠮷祥', ['3']], ['𠮶', []], ['50%_', ['3']], ['%', ['3']], ['5_', []], ['路灯', ['3']], ['13812345678', []], ['隐去', ['3']],
    ['hn20260918-0004', ['4']], ['18-0004', ['4']], ['202609180002', ['2']], ['18-0003', ['3']], ['004', []], ['城管局路灯', ['3']], ['城管局 故障', []], ['HN20260918-0002', ['2']], ['三天', ['1']], ['，\n已', ['1', '3']],
    ['wifi信号', ['5']], ['ＷＩＦＩ', ['5']], ['信号太弱', ['5']], ['台湾街后勤处', ['5']], ['臺灣街', ['5']], ['處wi', []], ['水壓低', ['2']], ['Ａpp\u200b打不開', ['1']],
    ['故障 三天', ['1']], ['三天　ＡＰＰ', ['1']], ['故障 供水', []], ['路灯 电话 祥', ['3']], ['\u200b\u2060', []],
  ] as [string, string[]][])('for %j finds exactly the public messages that contain each of its words, and a number', async (q, found) => {
    expect(await numbers(q)).toEqual(found);
  });

  it('goes together with other filters', async () => {
    expect(await numbers('路灯', '&kind=complaint&from=2026-09-18')).toEqual(['3']);
    expect(await numbers('路灯', '&kind=inquiry')).toEqual([]);
  });
});

describe('the board', () => {
  const titles = async (query: string) => [...(await fixture.page(`/messages?${query}`)).matchAll(/<h3><a href="\/messages\/HN20260[\d-]+"><bdi>(.*?)<\/bdi>/g)].map(([, title]) => title);

  beforeAll(async () => {
    await fixture.handle(
      registered(11, { title: '银杏叶', text: '清扫', registeredAt: '2026-09-19T09:00:00+08:00' }),
      registered(12, { title: '清扫', text: '银杏叶满地', registeredAt: '2026-09-19T10:00:00+08:00' }),
      registered(13, { title: '银杏叶清扫', text: '<b>银杏</b>', registeredAt: '2026-09-17T10:00:00+08:00' }),
      registered(14, { title: '银杏叶', text: '早就清扫过', registeredAt: '2025-09-19T10:00:00+08:00' }),
      opened(11, '2026-09-19T09:00:00+08:00'), opened(13, '2026-09-17T10:00:00+08:00'),
      assigned(12), replied(12, { text: '已清扫。'.repeat(10) }), assigned(14), replied(14, { submittedAt: '2026-09-20T08:30:00+08:00', text: '已经清扫干净，谢谢您的监督。'.repeat(4) }),
    );
  });

  it('lists what was looked for by relevance: what stands just so, then title before text, and new before old', async () => {
    const listed = async (q: string) => (await fixture.page(`/messages?q=${q}`)).match(/-00\d\d(?=<\/p>)/g);
    expect(await titles('q=银杏叶清扫')).toEqual(['<mark>银杏叶清扫</mark>', '<mark>清扫</mark>', '<mark>银杏叶</mark>', '<mark>银杏叶</mark>']);
    expect(await listed('银杏叶清扫')).toEqual(['-0013', '-0012', '-0011', '-0014']);
    expect(await listed('银杏叶')).toEqual(['-0011', '-0013', '-0014', '-0012']);
    expect(await listed('银杏叶&state=answered')).toEqual(['-0014', '-0012']);
  });

  it('or by another order, which the address and the page name', async () => {
    const numbersOf = async (query: string) => (await fixture.page(`/messages?q=银杏${query}`)).match(/-00\d\d(?=<\/p>)/g);
    expect(await numbersOf('&sort=newest')).toEqual(['-0012', '-0011', '-0013', '-0014']);
    expect(await numbersOf('&sort=answered')).toEqual(['-0014', '-0012']);
    expect(await numbersOf('&sort=due')).toEqual(['-0013', '-0011']);
    const page = await fixture.page('/messages?q=银杏&sort=due');
    expect(page).toContain('aria-current="true">最早到期</a>');
    expect(page).toContain('只列尚未办结的留言。');
    expect(page).toContain('<input type="hidden" name="sort" value="due"/>');
    expect(await fixture.page('/messages?q=银杏')).toContain('href="/messages?q=%E9%93%B6%E6%9D%8F&amp;sort=newest">最新受理');
    expect(await fixture.page('/messages')).not.toContain('最相关');
    expect((await fetch(`${fixture.url}/messages?sort=x`)).status).toBe(400);
  });

  it('marks what was looked for in title and excerpt, and what citizens wrote stays text', async () => {
    expect(await fixture.page('/messages?q=银杏')).toContain('<p><bdi>&lt;b><mark>银杏</mark>&lt;/b></bdi></p>');
    expect(await fixture.page('/messages?q=臺灣街')).toContain('<mark>臺灣街</mark> 後 勤處');
    expect(await fixture.page('/messages?q=0004')).not.toContain('<mark>');
  });

  it('says what is near where nothing was found', async () => {
    const page = await fixture.page('/messages?q=银杏叶 路灯');
    expect(page).toContain('没有符合条件的留言。');
    expect(page).toContain('只查其中一个词：<span><a href="/messages?q=%E9%93%B6%E6%9D%8F%E5%8F%B6"><bdi>银杏叶</bdi></a>（4件）</span>');
    expect(await fixture.page('/messages?q=银杏叶&kind=inquiry')).toContain('不限其他条件，<a href="/messages?q=%E9%93%B6%E6%9D%8F%E5%8F%B6">有4件</a>。');
    expect(await fixture.page('/messages?q=HN20260918-9999')).toContain('没有编号为<bdi>HN20260918-9999</bdi>的公开留言；如是不公开留言，请到<a href="/query?number=HN20260918-9999">查询</a>。');
  });

  afterAll(async () => {
    await fixture.dataSource.query(`DELETE FROM message WHERE message_id = ANY ($1)`, [[11, 12, 13, 14].map(idOf)]);
    await fixture.dataSource.query(`DELETE FROM search_tail WHERE message_id = ANY ($1)`, [[11, 12, 13, 14].map(idOf)]);
  });
});

describe('among many messages', () => {
  beforeAll(async () => {
    await insertMessages('00000002', 10_050, '关于公园绿化的意见');
    await enqueue('00000002', 10_050);
    await index();
    await fixture.dataSource.query('ANALYZE message, search_tail, search_segment, search_member, search_place');
  });

  it('a word of nearly all of them is found from the newest on, and counted as far as the board goes', async () => {
    const page = await fixture.page('/messages?q=公园绿化');
    expect(page).toContain('共300件以上，第1页');
    expect(page).toContain('第1页，共15页');
    expect(page).toContain('意见第10050号');
    expect(await fixture.page('/messages?q=公园绿化&sort=newest&page=500')).toContain('意见第51号');
    expect(await fixture.page('/messages?kind=opinion')).toContain('共10,000件以上');
    expect(await fixture.page('/messages?kind=opinion')).toContain('第1页，共500页');
    expect(await fixture.page('/messages?q=公园绿化&unit=none')).toContain('共0件');
    expect(await fixture.page('/messages?kind=inquiry')).toContain('共0件');
  });

  it('a number is found by its end, however many newer messages have those digits in their words', async () => {
    await insertMessages('00000004', 400, '尾号0007的车辆');
    await fixture.dataSource.query(`UPDATE message SET registered_at = '2027-01-01T00:00:00Z' WHERE message_id::text LIKE '00000004%'`);
    await enqueue('00000004', 400);
    await index();
    const page = await fixture.page('/messages?q=HN20250101-200007');
    expect(page).toContain('意见第7号');
    expect(await fixture.page('/messages?q=200007')).toContain('意见第7号');
    const listed = await Promise.all(Array.from({ length: 16 }, (_, at) => fixture.page(`/messages?q=0007&page=${at + 1}`)));
    expect(listed.join()).toContain('/messages/HN20250101-200007');
    await fixture.dataSource.query(`DELETE FROM message WHERE message_id::text LIKE '00000004%'`);
  });

  it('such a word is looked for in the order of the index, a stride at a time, however much there is and wherever its rows lie', async () => {
    // Rows in no order: the planner then reads and sorts all of them where it believes that few contain a word.
    await fixture.dataSource.query(`UPDATE message SET revision = revision + 1 WHERE message_number LIKE 'HN20250101-2%' AND abs(hashtext(message_id::text)) % 3 = 0`);
    await fixture.dataSource.query('ANALYZE message');
    const plan = await fixture.dataSource.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${strideSql(`m.channel IS NOT NULL AND m.visibility = 'public'`, 1)}`, [null, null, ['%公园绿化%']]);
    const text = plan.map((row) => row['QUERY PLAN']).join('\n');
    expect(text).toMatch(/CTE newest\n\s+->\s+Limit[^\n]*\n\s+->\s+Index Scan Backward using message_newest/);
    expect(text).not.toContain('Seq Scan');
    for (const filter of ['kind=opinion', 'from=2025-01-01&to=2025-01-08', 'unit=none', 'kind=thanks']) {
      const [walked, all] = [await fixture.page(`/messages?q=公园绿化&${filter}`), await fixture.page(`/messages?${filter}`)];
      expect(walked.match(/意见第\d+号/g)).toEqual(all.match(/意见第\d+号/g));
    }
    const items: string[] = [];
    for (let after = ''; items.length < 2_500; ) {
      const page = (await (await fetch(`${fixture.url}/v1/messages?q=公园绿化&limit=100${after}`)).json()) as { items: { title: string }[]; next: string };
      items.push(...page.items.map(({ title }) => title));
      after = `&after=${page.next}`;
    }
    expect(items).toEqual(Array.from({ length: 2_500 }, (_, n) => `意见第${10_050 - n}号`));
  });

  it('a word of few is looked up in the index', async () => {
    expect((await ids('search_tail')).length).toBeLessThan(freshSize);
    expect(await numbers('第10007号')).toEqual(['10007']);
    const plan = await fixture.dataSource.transaction(async (manager) => {
      await manager.query('SET LOCAL enable_seqscan = off');
      return manager.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${standingSql}`, [[1, 2], [1, 2].map(bucketOf), [1]]);
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('search_place_pkey');
  });
});

describe('whatever readers do', () => {
  it('a statement of theirs ends after a second, those beyond the queue are told to come again, and readiness is not touched', async () => {
    const reads = fixture.app.get<DataSource>(READS);
    expect(await reads.query('SHOW statement_timeout')).toEqual([{ statement_timeout: '1s' }]);
    const lock = fixture.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE message IN ACCESS EXCLUSIVE MODE');
    let refused = 0;
    const answers = Array.from({ length: 60 }, async (_, n) => {
      const response = await fetch(`${fixture.url}/v1/messages?q=${n}`);
      if (response.status !== 200) expect([response.status, response.headers.get('retry-after'), response.headers.get('content-type')]).toEqual([503, '2', 'application/problem+json; charset=utf-8']);
      if (response.status === 503) refused += 1;
    });
    try {
      await eventually(() => expect(refused).toBe(60 - 2 - 32));
      expect((await fetch(`${fixture.url}/health/ready`)).status).toBe(200);
      await eventually(() => expect(refused).toBeGreaterThan(60 - 2 - 32));
    } finally {
      await lock.rollbackTransaction();
      await lock.release();
    }
    await Promise.all(answers);
    expect(await numbers('鑫苑小区')).toEqual(['2']);
  });

  it('one of them takes half of the places at most, and none that another reader waits for', async () => {
    const lock = fixture.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE message IN ACCESS EXCLUSIVE MODE');
    let refused = 0;
    const flood = Array.from({ length: 60 }, async (_, n) => {
      const { status } = await fetch(`${fixture.url}/v1/messages?q=${n}`, { headers: { 'x-forwarded-for': `2001:db8:0:1::${n}` } });
      if (status === 503) refused += 1;
    });
    const others: Promise<Response>[] = [];
    try {
      await eventually(() => expect(refused).toBe(60 - 2 - 32));
      for (const reader of ['203.0.113.1', '203.0.113.2', '2001:db8:0:2::1']) others.push(fetch(`${fixture.url}/v1/messages?q=鑫苑小区`, { headers: { 'x-forwarded-for': reader } }));
      // Two of them have places of their own, and the third that of whoever waited last.
      await eventually(() => expect(refused).toBe(60 - 2 - 32 + 1));
    } finally {
      await lock.rollbackTransaction();
      await lock.release();
    }
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200, 200]);
    await Promise.all(flood);
  });

  it('events come in and readiness stands while forty of them search for what is dearest to find', async () => {
    const statuses = new Map<number, number>();
    let isOver = false;
    const reader = async (n: number) => {
      for (let round = 0; !isOver; round += 1) {
        const response = await fetch(`${fixture.url}${n % 2 ? '/messages' : '/v1/messages'}?q=的意见第&from=2024-01-${10 + (n % 20)}&to=2026-12-${10 + (round % 20)}`);
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        if (response.status === 503) expect(response.headers.get('retry-after')).toBe('2');
        await response.arrayBuffer();
      }
    };
    const flood = Promise.all(Array.from({ length: 40 }, (_, n) => reader(n)));
    for (let n = 101; n <= 103; n += 1) {
      await fixture.send(registered(n, { text: `第${n}盏路灯` }), assigned(n));
      await eventually(async () => {
        expect(await fixture.dataSource.query('SELECT unit_code FROM message WHERE message_id = $1 AND channel IS NOT NULL', [idOf(n)])).toEqual([{ unit_code: unit.code }]);
      });
      expect((await fetch(`${fixture.url}/health/ready`)).status).toBe(200);
    }
    isOver = true;
    await flood;
    expect([...statuses.keys()].toSorted()).toEqual([200, 503]);
    expect(await numbers('第103盏')).toEqual(['103']);
  });
});

it('with each connection of the readers taken, events come in all the same', async () => {
  const reads = fixture.app.get<DataSource>(READS);
  const taken = await Promise.all(Array.from({ length: fixture.app.get<PublicationConfig>(CONFIG).READ_POOL }, async () => {
    const runner = reads.createQueryRunner();
    await runner.connect();
    return runner;
  }));
  const page = fixture.page('/messages?q=第201盏');
  await fixture.send(registered(201, { text: '第201盏路灯' }));
  await eventually(async () => {
    expect(await fixture.dataSource.query('SELECT FROM message WHERE message_id = $1 AND channel IS NOT NULL', [idOf(201)])).toHaveLength(1);
  });
  expect((await fetch(`${fixture.url}/health/ready`)).status).toBe(200);
  await Promise.all(taken.map((runner) => runner.release()));
  expect(await page).toContain('共1件');
});
