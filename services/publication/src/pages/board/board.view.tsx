import { channels, messageKindSchema } from '@wenzheng/contracts';
import { renderPage, type Site } from '@wenzheng/page-frame';
import { channelWords, kindWords, messageStatuses, statusVocabulary } from '@wenzheng/wording';
import type { ComponentChildren } from 'preact';
import { lastPage, pageSize, stateGroupWords, type MessageFilter } from '../../message/filter.rules.js';
import type { MessageSummary } from '../../message/message-view.rules.js';
import { MessageList } from '../../portal/parts.js';

export interface Board {
  site: Site;
  filter: MessageFilter;
  page: number;
  count: number;
  /** There are more than were counted, or may be. */
  isAtLeast: boolean;
  messages: readonly MessageSummary[];
  units: readonly { code: string; name: string }[];
}

const order = ['q', 'unit', 'kind', 'state', 'channel', 'from', 'to'] as const;
const fieldNames: Readonly<Record<(typeof order)[number], string>> = {
  q: '关键词', unit: '承办单位', kind: '类别', state: '办理状态', channel: '来源', from: '受理日期从', to: '受理日期至',
};

/** The board's address for a filter; parameters in fixed order, so that one list has one address. */
export function boardPath(filter: MessageFilter, page = 1): string {
  const query = new URLSearchParams();
  for (const name of order) if (filter[name]) query.set(name, filter[name]);
  if (page > 1) query.set('page', String(page));
  return query.size > 0 ? `/messages?${query}` : '/messages';
}

export function boardPage(board: Board): string {
  const { site, filter, page, count, isAtLeast, messages } = board;
  const chosen = order.filter((name) => filter[name]);
  const pages = Math.min(lastPage, Math.max(1, Math.ceil(count / pageSize)));
  return renderPage({
    site,
    title: page > 1 ? `市民心声 第${page}页` : '市民心声',
    current: 'messages',
    isIndexed: chosen.length === 0,
    children: (
      <>
        <h1>市民心声</h1>
        <p><a class="button" href={filter.unit ? `/submit?unit=${encodeURIComponent(filter.unit)}` : '/submit'}>我要留言</a></p>
        <details class="filter">
          <summary>{chosen.length > 0 ? `筛选（${chosen.length}项）` : '筛选'}</summary>
          <FilterForm board={board} />
        </details>
        {chosen.length > 0 ? <Chosen board={board} chosen={chosen} /> : null}
        <p>{`共${count.toLocaleString('en-US')}件${isAtLeast ? '以上' : ''}，第${page}页`}</p>
        {messages.length > 0 ? <MessageList messages={messages} /> : <p>没有符合条件的留言。<a href="/messages">清除筛选</a></p>}
        <nav aria-label="翻页" class="row">
          {page > 1 ? <a href={boardPath(filter, Math.min(page, pages + 1) - 1)} rel="prev">‹ 上一页</a> : null}
          <span>{`第${page}页，共${pages}页`}</span>
          {page < pages ? <a href={boardPath(filter, page + 1)} rel="next">下一页 ›</a> : null}
        </nav>
      </>
    ),
  });
}

function Chosen({ board, chosen }: { board: Board; chosen: readonly (typeof order)[number][] }) {
  return (
    <p>
      已选：
      {chosen.map((name) => (
        <span key={name}>
          {`${fieldNames[name]} `}<bdi>{valueWords(board, name)}</bdi>{' '}
          <a href={boardPath({ ...board.filter, [name]: undefined })}>{`去掉${fieldNames[name]}`}</a>
          {'；'}
        </span>
      ))}
      <a href="/messages">清除筛选</a>
    </p>
  );
}

function valueWords({ filter, units }: Board, name: (typeof order)[number]): string {
  const value = filter[name] ?? '';
  const vocabularies: Partial<Record<typeof name, Readonly<Record<string, string | undefined>>>> = {
    kind: kindWords.zh,
    channel: channelWords.zh,
    state: { ...Object.fromEntries(messageStatuses.map((status) => [status, statusVocabulary[status].zh])), ...stateGroupWords },
    unit: Object.fromEntries(units.map((unit) => [unit.code, unit.name])),
  };
  return vocabularies[name]?.[value] ?? value;
}

function FilterForm({ board: { filter, units } }: { board: Board }) {
  return (
    <form action="/messages" method="get" class="fields">
      <Field id="q" label="关键词或受理编号"><input id="q" name="q" type="search" maxlength={50} value={filter.q ?? ''} /></Field>
      <Field id="unit" label="承办单位">
        <Choice id="unit" chosen={filter.unit} choices={units.map(({ code, name }) => [code, name])} />
      </Field>
      <Field id="kind" label="类别">
        <Choice id="kind" chosen={filter.kind} choices={messageKindSchema.options.map((kind) => [kind, kindWords.zh[kind]])} />
      </Field>
      <Field id="state" label="办理状态">
        <Choice id="state" chosen={filter.state} choices={Object.entries(stateGroupWords)} />
      </Field>
      <Field id="channel" label="来源">
        <Choice id="channel" chosen={filter.channel} choices={channels.map((channel) => [channel, channelWords.zh[channel]])} />
      </Field>
      <Field id="from" label="受理日期从"><input id="from" name="from" type="date" value={filter.from ?? ''} /></Field>
      <Field id="to" label="受理日期至"><input id="to" name="to" type="date" value={filter.to ?? ''} /></Field>
      <div><button type="submit">筛选</button></div>
    </form>
  );
}

function Field({ id, label, children }: { id: string; label: string; children: ComponentChildren }) {
  return (
    <div><label for={id}>{label}</label>{children}</div>
  );
}

function Choice({ id, chosen, choices }: { id: string; chosen: string | undefined; choices: readonly (readonly [string, string])[] }) {
  return (
    <select id={id} name={id}>
      <option value="">全部</option>
      {choices.map(([value, name]) => <option key={value} value={value} selected={value === chosen}>{name}</option>)}
    </select>
  );
}
