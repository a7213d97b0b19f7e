import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@wenzheng/testing';
import { Fixture } from '../publication.fixture.js';
import { fillSearchTail } from './search-blocks.migration.js';
import { publicOnes, publish, searchesOf } from './search.fixture.js';
import { freshSize } from './segment.rules.js';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await Fixture.create();
  await indexer().onApplicationShutdown();
  await publish(fixture);
  await insertMessages('00000003', freshSize - publicOnes.length, '别的事');
});
afterAll(() => fixture.drop());

const { enqueue, ids, index, indexer, insertMessages, newIndexer, numbers } = searchesOf(() => fixture);

/** Ends whoever waits for a lock to do this. */
async function endWhoWaits(statement: string): Promise<void> {
  await eventually(async () => {
    const [row] = await fixture.dataSource.query<{ ended: number }[]>(
      `SELECT count(pg_terminate_backend(pid))::int AS ended FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE $1 AND pid <> pg_backend_pid()`,
      [`%${statement}%`],
    );
    expect(row?.ended).toBe(1);
  });
}

describe('segments', () => {
  const inTailAndSegments = () => ids('(SELECT message_id FROM search_tail UNION ALL SELECT message_id FROM search_member) AS held');
  const sizes = async () => (await fixture.dataSource.query<{ size: number }[]>('SELECT size FROM search_segment ORDER BY segment')).map(({ size }) => size);

  it('what was published before the tables were there is found from the start, and indexed', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_segment, search_member, search_place');
    const runner = fixture.dataSource.createQueryRunner();
    await new fillSearchTail().up(runner);
    await runner.release();
    expect(await ids('search_tail')).toHaveLength(freshSize);
    expect(await numbers('鑫苑小区')).toEqual(['2']);
    await index();
    expect(await ids('search_tail')).toEqual([]);
    expect(await numbers('鑫苑小区')).toEqual(['2']);
  });

  it('two replicas at once put each message into one segment, and full segments alone', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_segment, search_member, search_place');
    await insertMessages('00000004', 5 * freshSize + 7, '井盖松动');
    await enqueue('00000004', 5 * freshSize + 7);
    const other = newIndexer();
    await Promise.all([index(), index(other), index(), index(other)]);
    expect(await sizes()).toEqual(Array.from({ length: 5 }, () => freshSize));
    expect(await ids('search_tail')).toHaveLength(7);
    const held = await inTailAndSegments();
    expect(new Set(held).size).toBe(held.length);
    expect(held).toHaveLength(5 * freshSize + 7);
  });

  it('a replica that dies over a segment loses nothing: the next builds it', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_segment, search_member, search_place');
    await enqueue('00000004', freshSize);
    const lock = fixture.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE search_place IN ACCESS EXCLUSIVE MODE');
    const killed = index().then(() => 'built', () => 'killed');
    await endWhoWaits('INSERT INTO search_place');
    expect(await killed).toBe('killed');
    await lock.rollbackTransaction();
    await lock.release();
    expect(await ids('search_tail')).toHaveLength(freshSize);
    expect(await sizes()).toEqual([]);
    await index();
    expect(await ids('search_tail')).toEqual([]);
    expect(await sizes()).toEqual([freshSize]);
  });

  it('are folded while people search, and a replica that dies over it loses nothing: each message stays in one', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_segment, search_member, search_place');
    await enqueue('00000004', 5 * freshSize + 7);
    await index();
    const held = await inTailAndSegments();
    const lock = fixture.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query(`LOCK TABLE search_place IN SHARE MODE`);
    const killed = indexer().fold(2).then(() => 'folded', () => 'killed');
    await endWhoWaits('DELETE FROM search_place');
    expect(await killed).toBe('killed');
    await lock.rollbackTransaction();
    await lock.release();
    expect(await sizes()).toEqual(Array.from({ length: 5 }, () => freshSize));
    let isOver = false;
    const searching = (async () => {
      const found = new Set<string>();
      while (!isOver) found.add(String(await numbers('第1200号')));
      return [...found];
    })();
    const [other, folds] = [newIndexer(), [] as boolean[]];
    for (let round = 0; round < 3; round += 1) folds.push(...(await Promise.all([indexer().fold(2), other.fold(2)])));
    isOver = true;
    expect(await searching).toEqual(['1200']);
    expect(folds.filter(Boolean)).toHaveLength(2);
    expect(await sizes()).toEqual([freshSize, 2 * freshSize, 2 * freshSize]);
    expect(await inTailAndSegments()).toEqual(held);
    expect(await numbers('第1200号')).toEqual(['1200']);
    expect(await numbers('井盖松动 第3号')).toEqual(['3']);
  });

  it('a message whose words change is found by the new ones, even where a segment is at work on it, and never by the old', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_segment, search_member, search_place');
    await enqueue('00000004', freshSize);
    const changed = '00000004-0000-7000-8000-000000000001';
    const change = (text: string) => fixture.dataSource.transaction(async (manager) => {
      await manager.query('UPDATE message SET text = $2, search_words = NULL WHERE message_id = $1', [changed, text]);
      await indexer().enqueue(manager, [changed]);
    });
    const lock = fixture.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE search_place IN SHARE MODE');
    const built = index();
    await eventually(async () => {
      expect(await fixture.dataSource.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO search_place%' AND pid <> pg_backend_pid()`)).toHaveLength(1);
    });
    // Readers see what was before the segment.
    expect(await numbers('第256号')).toEqual(['256']);
    const changing = change('喷泉漏水');
    await lock.rollbackTransaction();
    await lock.release();
    await Promise.all([built, changing]);
    expect(await ids('search_tail')).toEqual([changed]);
    expect(await numbers('喷泉')).toEqual(['1']);
    await enqueue('00000004', freshSize, 2);
    await index();
    expect(await numbers('喷泉')).toEqual(['1']);
    await change('桥面结冰');
    expect(await numbers('喷泉')).toEqual([]);
    expect(await numbers('桥面')).toEqual(['1']);
  });

  it('a service builds them by itself', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_segment, search_member, search_place');
    await enqueue('00000004', 2 * freshSize);
    const started = newIndexer();
    started.onApplicationBootstrap();
    await eventually(async () => expect(await sizes()).toEqual([freshSize, freshSize]));
    await started.onApplicationShutdown();
  });

  it('what is no longer public is not found, nor indexed', async () => {
    await fixture.dataSource.query('TRUNCATE search_tail, search_segment, search_member, search_place');
    await enqueue('00000004', freshSize);
    await fixture.dataSource.query(`UPDATE message SET visibility = 'private', title = NULL, text = NULL, search_words = NULL WHERE message_id = '00000004-0000-7000-8000-000000000001'`);
    expect(await numbers('桥面')).toEqual([]);
    await index();
    expect(await sizes()).toEqual([freshSize - 1]);
    expect(await numbers('桥面')).toEqual([]);
    await fixture.dataSource.query(`DELETE FROM message WHERE message_id::text LIKE '00000004%'`);
    await fixture.dataSource.query('TRUNCATE search_tail, search_segment, search_member, search_place');
    await fixture.dataSource.query(`INSERT INTO search_tail SELECT message_id FROM message WHERE visibility = 'public'`);
  });
});
