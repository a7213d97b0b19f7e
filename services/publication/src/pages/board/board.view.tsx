import { channels, messageKindSchema } from '@wenzheng/contracts';
import { languageOf, renderPage, useLanguage, Written, type Site } from '@wenzheng/page-frame';
import { channelWords, kindWords, messageStatuses, statusVocabulary, type Language } from '@wenzheng/wording';
import type { ComponentChildren } from 'preact';
import { lastPage, pageSize, sortOf, sorts, type MessageFilter } from '../../message/filter.rules.js';
import type { Near } from '../../message/message-lists.js';
import { alternatesOf, messagesFeed, unitFeed, type FeedAddress } from '../../portal/feed-address.js';
import { MessageList, SubscribeTo, type ListedMessage } from '../../portal/parts.js';
import { figureWords } from '../../statistics/figure.rules.js';
import { boardWords } from './words.js';

export interface Board {
  site: Site;
  filter: MessageFilter;
  page: number;
  count: number;
  /** There are more than were counted, or may be. */
  isAtLeast: boolean;
  /** The words are those of nearly everything: the newest alone were looked through. */
  isOfNewest: boolean;
  /** Where what was looked for is nowhere. */
  near: Near | null;
  messages: readonly ListedMessage[];
  units: readonly { code: string; name: string }[];
  /** Of the hot issue whose messages are asked for. */
  hotIssueTitle?: string | undefined;
}

const order = ['q', 'unit', 'kind', 'state', 'channel', 'from', 'to', 'figure', 'hotIssue'] as const;
/** The board's address for a filter; parameters in fixed order, so that one list has one address. */
export function boardPath(filter: MessageFilter, page = 1): string {
  const query = new URLSearchParams();
  for (const name of order) if (filter[name]) query.set(name, filter[name]);
  const sort = sortOf(filter);
  if (sort !== sortOf({ ...filter, sort: undefined })) query.set('sort', sort);
  if (page > 1) query.set('page', String(page));
  return query.size > 0 ? `/messages?${query}` : '/messages';
}

/** The list of a filter as a feed. */
export function feedOf(filter: MessageFilter): FeedAddress {
  const [chosen, ...others] = order.filter((name) => filter[name]);
  if (chosen === undefined) return messagesFeed;
  if (chosen === 'unit' && filter.unit && others.length === 0) return unitFeed(filter.unit);
  return { path: '/feeds/search', query: boardPath({ ...filter, sort: undefined }).split('?')[1] };
}

export function boardPage(board: Board): string {
  const { site, filter, page, count, isAtLeast, messages } = board;
  const words = boardWords[languageOf(site)];
  const chosen = order.filter((name) => filter[name]);
  const pages = Math.min(lastPage, Math.max(1, Math.ceil(count / pageSize)));
  return renderPage({
    site,
    title: page > 1 ? words.titleOf(page) : words.title,
    current: 'messages',
    isIndexed: chosen.length === 0,
    alternates: alternatesOf(chosen.length > 0 ? words.chosenTitle : words.title, feedOf(filter)),
    isBilingual: true,
    children: (
      <>
        <h1>{words.title}</h1>
        <p><a class="button" href={filter.unit ? `/submit?unit=${encodeURIComponent(filter.unit)}` : '/submit'}>{words.submit}</a></p>
        <details class="filter">
          <summary>{chosen.length > 0 ? words.filterOf(chosen.length) : words.filter}</summary>
          <FilterForm board={board} />
        </details>
        {chosen.length > 0 ? <Chosen board={board} chosen={chosen} /> : null}
        <p>{words.count(count, isAtLeast, page)}</p>
        <Sorts board={board} />
        {messages.length > 0 ? <MessageList messages={messages} /> : <Nothing board={board} />}
        <nav aria-label={words.turning} class="row">
          {page > 1 ? <a href={boardPath(filter, Math.min(page, pages + 1) - 1)} rel="prev">{words.before}</a> : null}
          <span>{words.position(page, pages)}</span>
          {page < pages ? <a href={boardPath(filter, page + 1)} rel="next">{words.after}</a> : null}
        </nav>
        <SubscribeTo list={feedOf(filter)} />
      </>
    ),
  });
}

/** By what the list is ordered, and what that means. */
function Sorts({ board: { filter, isOfNewest } }: { board: Board }) {
  const words = boardWords[useLanguage()];
  const chosen = sortOf(filter);
  const hints = [
    ...(chosen === 'relevance' ? [words.sortHints.relevance] : []),
    ...(chosen === 'answered' ? [words.sortHints.answered] : []),
    ...(chosen === 'due' ? [words.sortHints.due] : []),
    ...(isOfNewest ? [words.sortHints.ofNewest] : []),
  ];
  return (
    <>
      <nav aria-label={words.sorting} class="row">
        <span>{words.sortedBy}</span>
        {sorts.filter((sort) => sort !== 'relevance' || filter.q).map((sort) => (
          <a key={sort} href={boardPath({ ...filter, sort })} aria-current={sort === chosen ? 'true' : undefined}>{words.sorts[sort]}</a>
        ))}
      </nav>
      {hints.length > 0 ? <p class="hint">{hints.join(words.between)}</p> : null}
    </>
  );
}

/** What may help somebody who has found nothing. */
function Nothing({ board: { filter, near } }: { board: Board }) {
  const words = boardWords[useLanguage()];
  const { q } = filter;
  return (
    <>
      {near?.number && q ? (
        <p>{words.noNumber}<Written>{q}</Written>{words.noNumberMay}<a href={`/query?number=${encodeURIComponent(q)}`}>{words.query}</a>{words.stop}</p>
      ) : <p>{words.none}</p>}
      {near && near.withoutFilters > 0 ? <p>{words.withoutFilters}<a href={boardPath({ q })}>{words.thereAre(words.many(near.withoutFilters))}</a>{words.stop}</p> : null}
      {near && near.words.length > 0 ? (
        <p>
          {words.oneWord}
          {near.words.map(({ word, count }, index) => <span key={word}>{index > 0 ? words.separatedBy : ''}<a href={boardPath({ q: word })}><Written>{word}</Written></a>{words.inBrackets(words.many(count))}</span>)}
        </p>
      ) : null}
      {q ? <p class="hint">{words.tryThis}</p> : null}
      <p><a href="/messages">{words.clear}</a></p>
    </>
  );
}

function Chosen({ board, chosen }: { board: Board; chosen: readonly (typeof order)[number][] }) {
  const language = useLanguage();
  const words = boardWords[language];
  return (
    <p>
      {words.chosen}
      {chosen.map((name) => (
        <span key={name}>
          {`${words.fields[name]} `}{name === 'q' || name === 'unit' ? <Written>{valueWords(board, name, language)}</Written> : <bdi>{valueWords(board, name, language)}</bdi>}{' '}
          <a href={boardPath({ ...board.filter, [name]: undefined })}>{words.without(words.fields[name])}</a>
          {words.separator}
        </span>
      ))}
      <a href="/messages">{words.clear}</a>
    </p>
  );
}

function valueWords({ filter, units, hotIssueTitle }: Board, name: (typeof order)[number], language: Language): string {
  const value = filter[name] ?? '';
  const vocabularies: Partial<Record<typeof name, Readonly<Record<string, string | undefined>>>> = {
    kind: kindWords[language],
    channel: channelWords[language],
    state: { ...Object.fromEntries(messageStatuses.map((status) => [status, statusVocabulary[status][language]])), ...boardWords[language].states },
    unit: Object.fromEntries(units.map((unit) => [unit.code, unit.name])),
  };
  if (name === 'figure' && value) return figureWords(value, language);
  if (name === 'hotIssue') return hotIssueTitle ?? boardWords[language].noHotIssue;
  return vocabularies[name]?.[value] ?? value;
}

function FilterForm({ board: { filter, units } }: { board: Board }) {
  const language = useLanguage();
  const words = boardWords[language];
  const { figure, hotIssue } = filter;
  return (
    <form action="/messages" method="get" class="fields">
      <Field id="q" label={words.fields.q}><input id="q" name="q" type="search" maxlength={50} value={filter.q ?? ''} /></Field>
      <Field id="unit" label={words.fields.unit}>
        <Choice id="unit" chosen={filter.unit} choices={units.map(({ code, name }) => [code, name])} />
      </Field>
      <Field id="kind" label={words.fields.kind}>
        <Choice id="kind" chosen={filter.kind} choices={messageKindSchema.options.map((kind) => [kind, kindWords[language][kind]])} />
      </Field>
      <Field id="state" label={words.fields.state}>
        <Choice id="state" chosen={filter.state} choices={Object.entries(words.states)} />
      </Field>
      <Field id="channel" label={words.fields.channel}>
        <Choice id="channel" chosen={filter.channel} choices={channels.map((channel) => [channel, channelWords[language][channel]])} />
      </Field>
      <Field id="from" label={words.fields.from}><input id="from" name="from" type="date" value={filter.from ?? ''} /></Field>
      <Field id="to" label={words.fields.to}><input id="to" name="to" type="date" value={filter.to ?? ''} /></Field>
      {filter.sort ? <input type="hidden" name="sort" value={filter.sort} /> : null}
      {figure ? <input type="hidden" name="figure" value={figure} /> : null}
      {hotIssue ? <input type="hidden" name="hotIssue" value={hotIssue} /> : null}
      <div><button type="submit">{words.filter}</button></div>
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
      <option value="">{boardWords[useLanguage()].all}</option>
      {choices.map(([value, name]) => <option key={value} value={value} selected={value === chosen}>{name}</option>)}
    </select>
  );
}
