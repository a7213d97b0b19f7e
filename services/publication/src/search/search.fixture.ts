import { unitChanged } from '@wenzheng/contracts';
import { DATA_SOURCE, LOGGER, type DataSource, type Logger } from '@wenzheng/platform';
import { assigned, eventOf, idOf, registered, replied, unit, type Fixture } from '../publication.fixture.js';
import { SearchIndexer } from './search-indexer.js';

/** Five messages with words that are hard to find, the fourth of them private. */
export async function publish(fixture: Fixture): Promise<void> {
  await fixture.handle(
    registered(1, { title: 'APP故障', text: '办事大厅的app打不开，\n已经三天了。' }),
    registered(2, { title: '鑫苑小区', text: '二次供水水压低' }),
    registered(3, { title: '𠮷祥路', text: '百分之50%_的路灯不亮，电话13812345678' }),
    registered(4, { title: '路灯', text: '鑫苑的路灯', visibility: 'private' }),
    replied(1, { text: '已修复，答复里的鑫苑不在查找之列。' }),
    eventOf(unitChanged, 1, '2026-09-01T00:00:00+08:00', { unit, parent: null, level: 2, phones: [], removed: false }),
    assigned(3),
    registered(5, { title: '臺灣街 後 勤處', text: 'ＷｉＦｉ\u200b信\ufeff号\n太弱' }),
  );
}

export const publicOnes = [1, 2, 3, 5].map(idOf);

/** What specs of search do with the index of a service whose own loop is stopped. */
export function searchesOf(fixture: () => Fixture) {
  const newIndexer = (): SearchIndexer => new SearchIndexer(fixture().app.get<DataSource>(DATA_SOURCE), fixture().app.get<Logger>(LOGGER));

  /** The one of the running service; its loop is stopped, so that a spec decides when a segment is built. */
  const indexer = (): SearchIndexer => fixture().app.get(SearchIndexer);

  async function index(by = indexer()): Promise<void> {
    while (await by.build());
  }

  const ids = async (from: string): Promise<string[]> =>
    (await fixture().dataSource.query<{ id: string }[]>(`SELECT message_id AS id FROM ${from} ORDER BY message_id`)).map(({ id }) => id);

  /** Public messages of a family of ids, in no index. */
  async function insertMessages(family: string, count: number, text: string): Promise<void> {
    await fixture().dataSource.query(
      `INSERT INTO message (message_id, message_number, channel, kind, visibility, registered_at, registered_on, title, text, updated_at)
       SELECT ($1 || '-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'HN20250101-' || right($1, 1) || lpad(n::text, 5, '0'), 'board', 'opinion', 'public',
         '2025-01-01T00:00:00Z'::timestamptz + n * interval '1 minute', '2025-01-01', '意见第' || n || '号', $3, '2025-01-01T00:00:00Z'
       FROM generate_series(1, $2) AS n`,
      [family, count, text],
    );
  }

  const enqueue = (family: string, to: number, from = 1): Promise<void> =>
    fixture().dataSource.transaction((manager) =>
      indexer().enqueue(manager, Array.from({ length: to - from + 1 }, (_, index) => `${family}-0000-7000-8000-${String(from + index).padStart(12, '0')}`)),
    );

  async function numbers(q: string, more = ''): Promise<string[]> {
    const response = await fetch(`${fixture().url}/v1/messages?q=${encodeURIComponent(q)}${more}`);
    const { items } = (await response.json()) as { items: { number: string }[] };
    return items.map(({ number }) => Number(number.slice(-5).replace('-', '')).toString()).toSorted();
  }

  return { enqueue, ids, index, indexer, insertMessages, newIndexer, numbers };
}
