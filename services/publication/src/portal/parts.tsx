import { channelWords, dateWords, instantWords, kindWords, type MessageStatus } from '@wenzheng/wording';
import type { BusinessDate } from '@wenzheng/working-days';
import type { MessageSummary } from '../message/message-view.rules.js';
import { shanghaiInstant } from '../message/words.rules.js';
import { pathOf } from '../publishing/publishing.rules.js';

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
  const words = isDate ? instantWords(at).replace(/（.*/, '') : instantWords(at);
  return <time datetime={shanghaiInstant(at)}>{words}</time>;
}

export function Day({ date }: { date: BusinessDate }) {
  return <time datetime={date}>{dateWords(date)}</time>;
}

export function MessageList({ messages }: { messages: readonly MessageSummary[] }) {
  return (
    <ul class="list">
      {messages.map((message) => <MessageItem key={message.number} message={message} />)}
    </ul>
  );
}

function MessageItem({ message }: { message: MessageSummary }) {
  const beside = message.status.suffixes.includes(message.short) ? '' : message.short;
  return (
    <li>
      <h3><a href={pathOf(message.number)}><bdi>{message.heading}</bdi></a></h3>
      <p>
        <StatusTag message={message} /> <bdi>{beside}</bdi>
      </p>
      <p class="meta">
        {message.unit ? <><bdi>{message.unit.name}</bdi> · </> : null}
        {[message.kind && kindWords.zh[message.kind], message.channel && channelWords.zh[message.channel]]
          .filter((word) => word)
          .map((word) => `${word} · `)
          .join('')}
        <time datetime={shanghaiInstant(message.registeredAt)}>{dateWords(message.registeredOn)}</time>
        {' · '}
        {message.number}
      </p>
    </li>
  );
}
