import { inChinese, useLanguage, Written } from '@wenzheng/page-frame';
import { channelWords, datesIn, instantWords, kindWords, type MessageStatus } from '@wenzheng/wording';
import { businessDateOf, type BusinessDate } from '@wenzheng/working-days';
import type { MessageSummary } from '../message/message-view.rules.js';
import type { Hit } from '../message/message-lists.js';
import { shanghaiInstant } from '../message/words.rules.js';
import { feedFormats, feedHref, type FeedAddress, type FeedFormat } from './feed-address.js';
import { pathOf } from '../publishing/publishing.rules.js';
import type { Span } from '../search/highlight.rules.js';

const icons: Readonly<Record<MessageStatus, string>> = {
  pen: '◌', open: '◷', extended: '↻', review: '◐', overdue: '⚠', answered: '✓', invalid: '⊘', moved: '→', withdrawn: '↩',
};
const tones: Readonly<Record<MessageStatus, string>> = {
  pen: 'grey', open: 'blue', extended: 'blue', review: 'purple', overdue: 'red', answered: 'green', invalid: 'grey', moved: 'grey', withdrawn: 'grey',
};

/** The status's colour; never the only sign, the word and the shape stand beside it. */
export function toneOf({ status }: Pick<MessageSummary, 'status'>): string {
  return status.isDueSoon && (status.code === 'open' || status.code === 'extended') ? 'yellow' : tones[status.code];
}

export function StatusTag({ message }: { message: Pick<MessageSummary, 'status'> }) {
  const { code, word, suffixes } = message.status;
  return (
    <span class={`tag ${toneOf(message)}`}>
      <i aria-hidden="true">{icons[code]}</i>
      {[word, ...suffixes].join(' · ')}
    </span>
  );
}

export function Instant({ at, isDate = false }: { at: Date; isDate?: boolean }) {
  const language = useLanguage();
  return <time datetime={shanghaiInstant(at)}>{isDate ? datesIn[language].full(businessDateOf(at)) : instantWords(at, language)}</time>;
}

export function Day({ date }: { date: BusinessDate }) {
  return <time datetime={date}>{datesIn[useLanguage()].full(date)}</time>;
}

/** The writer's own title, or what stands in its place. */
export function Heading({ message: { heading, isTitled } }: { message: Pick<MessageSummary, 'heading' | 'isTitled'> }) {
  return isTitled ? <Written>{heading}</Written> : <bdi>{heading}</bdi>;
}

/** A message of a list, with what was looked for where it was found. */
export type ListedMessage = MessageSummary & { hit?: Hit | undefined };

export function MessageList({ messages }: { messages: readonly ListedMessage[] }) {
  return (
    <ul class="list">
      {messages.map((message) => <MessageItem key={message.number} message={message} />)}
    </ul>
  );
}

const subscribing = { zh: { list: '订阅本列表：', how: '怎样订阅' }, en: { list: 'Subscribe to this list: ', how: 'How to subscribe' } } as const;

/** 订阅本列表 */
export function SubscribeTo({ list }: { list: FeedAddress }) {
  const words = subscribing[useLanguage()];
  return (
    <p class="row">
      <span>{words.list}</span>
      {(Object.keys(feedFormats) as FeedFormat[]).map((format) => <a key={format} href={feedHref(list, format)} rel="nofollow">{feedFormats[format].name}</a>)}
      <a href="/feeds">{words.how}</a>
    </p>
  );
}

export function Marked({ spans }: { spans: readonly Span[] }) {
  return <>{spans.map(({ text, isHit }) => (isHit ? <mark>{text}</mark> : text))}</>;
}

function MessageItem({ message }: { message: ListedMessage }) {
  const language = useLanguage();
  // Of an answer the tag says it already.
  const beside = message.status.code === 'answered' || message.status.suffixes.includes(message.short) ? '' : message.short;
  return (
    <li>
      <h3><a href={pathOf(message.number)}>{message.hit && message.isTitled ? <bdi {...inChinese(language)}><Marked spans={message.hit.title} /></bdi> : <Heading message={message} />}</a></h3>
      <p>
        <StatusTag message={message} /> <bdi>{beside}</bdi>
      </p>
      {message.hit?.excerpt ? <p><bdi {...inChinese(language)}><Marked spans={message.hit.excerpt} /></bdi></p> : null}
      <p class="meta">
        {message.unit ? <><Written>{message.unit.name}</Written> · </> : null}
        {[message.kind && kindWords[language][message.kind], message.channel && channelWords[language][message.channel]]
          .filter((word) => word)
          .map((word) => `${word} · `)
          .join('')}
        <time datetime={shanghaiInstant(message.registeredAt)}>{datesIn[language].full(message.registeredOn)}</time>
        {' · '}
        {message.number}
      </p>
    </li>
  );
}
