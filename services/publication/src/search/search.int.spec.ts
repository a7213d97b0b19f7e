import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource } from '@wenzheng/platform';
import { eventually } from '@wenzheng/testing';
import type { PublicationConfig } from '../config.js';
import { assigned, Fixture, idOf, registered, replied, unit } from '../publication.fixture.js';
import { READS } from '../reads.js';
import { fillSearchTerms } from './search-terms.migration.js';
import { termsOf } from './search.rules.js';
import { CONFIG } from '../tokens.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create();
  await fixture.handle(
    registered(1, { title: 'APP故障', text: '办事大厅的app打不开，\n已经三天了。' }),
    registered(2, { title: '鑫苑小区', text: '二次供水水压低' }),
    registered(3, { title: '𠮷祥路', text: '百分之50%_的路灯不亮，电话13812345678' }),
    registered(4, { title: '路灯', text: '鑫苑的路灯', visibility: 'private' }),
    replied(1, { text: '已修复，答复里的鑫苑不在查找之列。' }),
  );
});
afterAll(() => fixture.drop());

async function numbers(q: string, more = ''): Promise<string[]> {
  const response = await fetch(`${fixture.url}/v1/messages?q=${encodeURIComponent(q)}${more}`);
  const { items } = (await response.json()) as { items: { number: string }[] };
  return items.map(({ number }) => Number(number.slice(-5).replace('-', '')).toString()).toSorted();
}

describe('a query', () => {
  it.each([
    ['app', ['1']], ['APP打不开', ['1']], ['pp故', ['1']], ['鑫', ['2']], ['供水水压', ['2']], ['水水', ['2']], ['水供', []], ['压低鑫', []],
    ['𠮷', ['3']], ['𠮷祥', ['3']], ['𠮶', []], ['50%_', ['3']], ['%', ['3']], ['5_', []], ['路灯', ['3']], ['13812345678', []], ['隐去', ['3']],
    ['hn20260918-0004', ['4']], ['HN20260918-0002', ['2']], ['三天', ['1']], ['，\n已', ['1']],
  ] as [string, string[]][])('for %j finds exactly the public messages that contain it, and a number', async (q, found) => {
    expect(await numbers(q)).toEqual(found);
  });

  it('goes together with other filters', async () => {
    expect(await numbers('路灯', '&kind=complaint&from=2026-09-18')).toEqual(['3']);
    expect(await numbers('路灯', '&kind=inquiry')).toEqual([]);
  });
});

it('what was published before is indexed as if it came today, and nothing private is', async () => {
  const rows = () => fixture.dataSource.query<{ id: string; terms: number[] }[]>(
    'SELECT message_id AS id, ARRAY(SELECT unnest(terms) AS term ORDER BY term) AS terms FROM search_terms ORDER BY message_id',
  );
  const before = await rows();
  expect(before.map(({ id }) => id)).toEqual([1, 2, 3].map(idOf));
  expect(before[1]?.terms).toEqual(termsOf('鑫苑小区\n二次供水水压低').toSorted((a, b) => a - b));
  await fixture.dataSource.query('DELETE FROM search_terms');
  await fixture.dataSource.query(fillSearchTerms);
  expect(await rows()).toEqual(before);
});

describe('among many messages', () => {
  beforeAll(async () => {
    await fixture.dataSource.query(
      `INSERT INTO message (message_id, message_number, channel, kind, visibility, registered_at, registered_on, title, text, updated_at)
       SELECT ('00000002-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'HN20250101-' || lpad(n::text, 6, '0'), 'board', 'opinion', 'public',
         '2025-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', '2025-01-01', '意见第' || n || '号', '关于公园绿化的意见', '2025-01-01T00:00:00Z'
       FROM generate_series(1, 10050) AS n`,
    );
    await fixture.dataSource.query('DELETE FROM search_terms');
    await fixture.dataSource.query(fillSearchTerms);
    await fixture.dataSource.query('ANALYZE message, search_terms');
  });

  it('a word of nearly all of them is found from the newest on, and counted as far as the board goes', async () => {
    const page = await fixture.page('/messages?q=公园绿化');
    expect(page).toContain('共500件以上，第1页');
    expect(page).toContain('第1页，共25页');
    expect(page).toContain('意见第10050号');
    expect(await fixture.page('/messages?q=公园绿化&page=500')).toContain('意见第51号');
    expect(await fixture.page('/messages?kind=opinion')).toContain('共10,000件以上');
    expect(await fixture.page('/messages?kind=opinion')).toContain('第1页，共500页');
    expect(await fixture.page('/messages?q=公园绿化&unit=none')).toContain('共0件');
    expect(await fixture.page('/messages?kind=inquiry')).toContain('共0件');
  });

  it('a word of few is looked up in the index', async () => {
    expect(await numbers('第10007号')).toEqual(['10007']);
    const plan = await fixture.dataSource.transaction(async (manager) => {
      await manager.query('SET LOCAL enable_seqscan = off');
      return manager.query<{ 'QUERY PLAN': string }[]>('EXPLAIN SELECT message_id FROM search_terms WHERE terms @> $1::integer[]', [termsOf('第10007号')]);
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('search_terms_terms');
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
      await eventually(() => expect(refused).toBe(60 - 4 - 32));
      expect((await fetch(`${fixture.url}/health/ready`)).status).toBe(200);
      await eventually(() => expect(refused).toBeGreaterThan(60 - 4 - 32));
    } finally {
      await lock.rollbackTransaction();
      await lock.release();
    }
    await Promise.all(answers);
    expect(await numbers('鑫苑小区')).toEqual(['2']);
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
    expect(await fixture.dataSource.query('SELECT FROM search_terms WHERE message_id = $1', [idOf(201)])).toHaveLength(1);
  });
  expect((await fetch(`${fixture.url}/health/ready`)).status).toBe(200);
  await Promise.all(taken.map((runner) => runner.release()));
  expect(await page).toContain('共1件');
});
