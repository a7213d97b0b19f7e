import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DATA_SOURCE, LOGGER, type DataSource, type Logger } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import type { PublicationConfig } from '../config.js';
import { assigned, Fixture, idOf, registered, replied, unit } from '../publication.fixture.js';
import { CONFIG, READS } from '../tokens.js';
import { fillSearchTail } from './search-blocks.migration.js';
import { SearchIndexer } from './search-indexer.js';
import { blockSize } from './search.rules.js';
import { candidatesSql, strideSql } from './word-search.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create();
  await indexer().onApplicationShutdown();
  await fixture.handle(
    registered(1, { title: 'APP故障', text: '办事大厅的app打不开，\n已经三天了。' }),
    registered(2, { title: '鑫苑小区', text: '二次供水水压低' }),
    registered(3, { title: '𠮷祥路', text: '百分之50%_的路灯不亮，电话13812345678' }),
    registered(4, { title: '路灯', text: '鑫苑的路灯', visibility: 'private' }),
    replied(1, { text: '已修复，答复里的鑫苑不在查找之列。' }),
    registered(5, { title: '臺灣街 後 勤處', text: 'ＷｉＦｉ\u200b信\ufeff号\n太弱' }),
  );
});
afterAll(() => fixture.drop());

const publicOnes = [1, 2, 3, 5].map(idOf);

const newIndexer = (): SearchIndexer => new SearchIndexer(fixture.app.get<DataSource>(DATA_SOURCE), fixture.app.get<Logger>(LOGGER));

/** The one of the running service; its loop is stopped, so that a spec decides when a block is built. */
const indexer = (): SearchIndexer => fixture.app.get(SearchIndexer);

async function index(by = indexer()): Promise<void> {
  while (await by.build());
}

const ids = async (from: string): Promise<string[]> =>
  (await fixture.dataSource.query<{ id: string }[]>(`SELECT message_id AS id FROM ${from} ORDER BY message_id`)).map(({ id }) => id);

/** Public messages of a family of ids, in no index. */
async function insertMessages(family: string, count: number, text: string): Promise<void> {
  await fixture.dataSource.query(
    `INSERT INTO message (message_id, message_number, channel, kind, visibility, registered_at, registered_on, title, text, updated_at)
     SELECT ($1 || '-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'HN20250101-' || right($1, 1) || lpad(n::text, 5, '0'), 'board', 'opinion', 'public',
       '2025-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', '2025-01-01', '意见第' || n || '号', $3, '2025-01-01T00:00:00Z'
     FROM generate_series(1, $2) AS n`,
    [family, count, text],
  );
}

const enqueue = (family: string, to: number, from = 1): Promise<void> =>
  fixture.dataSource.transaction((manager) =>
    indexer().enqueue(manager, Array.from({ length: to - from + 1 }, (_, index) => `${family}-0000-7000-8000-${String(from + index).padStart(12, '0')}`)),
  );

async function numbers(q: string, more = ''): Promise<string[]> {
  const response = await fetch(`${fixture.url}/v1/messages?q=${encodeURIComponent(q)}${more}`);
  const { items } = (await response.json()) as { items: { number: string }[] };
  return items.map(({ number }) => Number(number.slice(-5).replace('-', '')).toString()).toSorted();
}

// Neither the tail nor the index may change what is found: the same queries against both.
describe.each([['in the tail', 0], ['in a block', blockSize - 4]])('a query for what is %s', (_, others) => {
  beforeAll(async () => {
    await insertMessages('00000003', others, '别的事');
    await enqueue('00000003', others);
    await index();
    expect(await ids('search_tail')).toEqual(others ? [] : publicOnes);
    expect((await ids('search_block, unnest(message_ids) AS message_id')).filter((id) => id.startsWith('00000000'))).toEqual(others ? publicOnes : []);
  });

  it.each([
    ['app', ['1']], ['APP打不开', ['1']], ['pp故', ['1']], ['鑫', ['2']], ['供水水压', ['2']], ['水水', ['2']], ['水供', []], ['压低鑫', []],
    ['𠮷', ['3']], ['𠮷祥', ['3']], ['𠮶', []], ['50%_', ['3']], ['%', ['3']], ['5_', []], ['路灯', ['3']], ['13812345678', []], ['隐去', ['3']],
    ['hn20260918-0004', ['4']], ['HN20260918-0002', ['2']], ['三天', ['1']], ['，\n已', ['1', '3']],
    ['wifi信号', ['5']], ['ＷＩＦＩ', ['5']], ['信号太弱', ['5']], ['台湾街后勤处', ['5']], ['臺灣街', ['5']], ['處wi', []], ['水壓低', ['2']], ['Ａpp\u200b打不開', ['1']],
    ['故障 三天', ['1']], ['三天　ＡＰＰ', ['1']], ['故障 供水', []], ['路灯 电话 祥', ['3']], ['\u200b\u2060', []],
  ] as [string, string[]][])('for %j finds exactly the public messages that contain it, and a number', async (q, found) => {
    expect(await numbers(q)).toEqual(found);
  });

  it('goes together with other filters', async () => {
    expect(await numbers('路灯', '&kind=complaint&from=2026-09-18')).toEqual(['3']);
    expect(await numbers('路灯', '&kind=inquiry')).toEqual([]);
  });
});

describe('blocks', () => {
  const inTailAndBlocks = () => ids('(SELECT message_id FROM search_tail UNION ALL SELECT unnest(message_ids) FROM search_block) AS held');
  const blockSizes = async () => (await fixture.dataSource.query<{ size: number }[]>('SELECT cardinality(message_ids) AS size FROM search_block')).map(({ size }) => size);

  it('what was published before the tables were there is found from the start, and indexed', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_block, search_posting');
    const runner = fixture.dataSource.createQueryRunner();
    await new fillSearchTail().up(runner);
    await runner.release();
    expect(await ids('search_tail')).toHaveLength(blockSize);
    expect(await numbers('鑫苑小区')).toEqual(['2']);
    await index();
    expect(await ids('search_tail')).toEqual([]);
    expect(await numbers('鑫苑小区')).toEqual(['2']);
  });

  it('what a replica of the release before writes into search_terms comes into the tail', async () => {
    await fixture.dataSource.query('INSERT INTO search_terms (message_id, terms) VALUES ($1, $2)', [idOf(1), [1, 2]]);
    expect(await ids('search_tail')).toEqual([idOf(1)]);
    await fixture.dataSource.query('TRUNCATE search_tail, search_terms');
  });

  it('two replicas at once put each message into one block, and full blocks alone', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_block, search_posting');
    await insertMessages('00000004', 5 * blockSize + 7, '井盖松动');
    await enqueue('00000004', 5 * blockSize + 7);
    const other = newIndexer();
    await Promise.all([index(), index(other), index(), index(other)]);
    expect(await blockSizes()).toEqual(Array.from({ length: 5 }, () => blockSize));
    expect(await ids('search_tail')).toHaveLength(7);
    const held = await inTailAndBlocks();
    expect(new Set(held).size).toBe(held.length);
    expect(held).toHaveLength(5 * blockSize + 7);
  });

  it('a replica that dies over a block loses nothing: the next builds it', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_block, search_posting');
    await enqueue('00000004', blockSize);
    const lock = fixture.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE search_posting IN ACCESS EXCLUSIVE MODE');
    const killed = index().then(() => 'built', () => 'killed');
    await eventually(async () => {
      const [row] = await fixture.dataSource.query<{ ended: number }[]>(
        `SELECT count(pg_terminate_backend(pid))::int AS ended FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO search_posting%' AND pid <> pg_backend_pid()`,
      );
      expect(row?.ended).toBe(1);
    });
    expect(await killed).toBe('killed');
    await lock.rollbackTransaction();
    await lock.release();
    expect(await ids('search_tail')).toHaveLength(blockSize);
    expect(await blockSizes()).toEqual([]);
    await index();
    expect(await ids('search_tail')).toEqual([]);
    expect(await blockSizes()).toEqual([blockSize]);
  });

  it('a message whose words change is found by the new ones, even where a block is at work on it, and never by the old', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_block, search_posting');
    await enqueue('00000004', blockSize);
    const changed = '00000004-0000-7000-8000-000000000001';
    const change = (text: string) => fixture.dataSource.transaction(async (manager) => {
      await manager.query('UPDATE message SET text = $2, search_words = NULL WHERE message_id = $1', [changed, text]);
      await indexer().enqueue(manager, [changed]);
    });
    const lock = fixture.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE search_posting IN SHARE MODE');
    const built = index();
    await eventually(async () => {
      expect(await fixture.dataSource.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO search_posting%' AND pid <> pg_backend_pid()`)).toHaveLength(1);
    });
    // Readers see what was before the block.
    expect(await numbers('第256号')).toEqual(['256']);
    const changing = change('喷泉漏水');
    await lock.rollbackTransaction();
    await lock.release();
    await Promise.all([built, changing]);
    expect(await ids('search_tail')).toEqual([changed]);
    expect(await numbers('喷泉')).toEqual(['1']);
    await enqueue('00000004', blockSize, 2);
    await index();
    expect(await numbers('喷泉')).toEqual(['1']);
    await change('桥面结冰');
    expect(await numbers('喷泉')).toEqual([]);
    expect(await numbers('桥面')).toEqual(['1']);
  });

  it('a service builds them by itself', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_block, search_posting');
    await enqueue('00000004', 2 * blockSize);
    const started = newIndexer();
    started.onApplicationBootstrap();
    await eventually(async () => expect(await blockSizes()).toEqual([blockSize, blockSize]));
    await started.onApplicationShutdown();
  });

  it('what is no longer public is not found, nor indexed', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_block, search_posting');
    await enqueue('00000004', blockSize);
    await fixture.dataSource.query(`UPDATE message SET visibility = 'private', title = NULL, text = NULL, search_words = NULL WHERE message_id = '00000004-0000-7000-8000-000000000001'`);
    expect(await numbers('桥面')).toEqual([]);
    await index();
    expect(await blockSizes()).toEqual([blockSize - 1]);
    expect(await numbers('桥面')).toEqual([]);
    await fixture.dataSource.query(`DELETE FROM message WHERE message_id::text LIKE '00000004%'`);
    await fixture.dataSource.query('TRUNCATE search_tail, search_block, search_posting');
    await fixture.dataSource.query(`INSERT INTO search_tail SELECT message_id FROM message WHERE visibility = 'public'`);
  });
});

describe('among many messages', () => {
  beforeAll(async () => {
    await insertMessages('00000002', 10_050, '关于公园绿化的意见');
    await enqueue('00000002', 10_050);
    await index();
    await fixture.dataSource.query('ANALYZE message, search_tail, search_block, search_posting');
  });

  it('a word of nearly all of them is found from the newest on, and counted as far as the board goes', async () => {
    const page = await fixture.page('/messages?q=公园绿化');
    expect(page).toContain('共1,000件以上，第1页');
    expect(page).toContain('第1页，共50页');
    expect(page).toContain('意见第10050号');
    expect(await fixture.page('/messages?q=公园绿化&page=500')).toContain('意见第51号');
    expect(await fixture.page('/messages?kind=opinion')).toContain('共10,000件以上');
    expect(await fixture.page('/messages?kind=opinion')).toContain('第1页，共500页');
    expect(await fixture.page('/messages?q=公园绿化&unit=none')).toContain('共0件');
    expect(await fixture.page('/messages?kind=inquiry')).toContain('共0件');
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
    expect((await ids('search_tail')).length).toBeLessThan(blockSize);
    expect(await numbers('第10007号')).toEqual(['10007']);
    const plan = await fixture.dataSource.transaction(async (manager) => {
      await manager.query('SET LOCAL enable_seqscan = off');
      return manager.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${candidatesSql}`, [[1, 2], [1, 2]]);
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('search_posting_pkey');
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
