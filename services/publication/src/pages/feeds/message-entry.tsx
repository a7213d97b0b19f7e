import { channelWords, dateWords, kindWords } from '@wenzheng/wording';
import { businessDateOf } from '@wenzheng/working-days';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { summarise, type Reading } from '../../message/message-view.rules.js';
import type { WordedMessage } from '../../message/published-words.js';
import { isVisible } from '../../message/words.rules.js';
import { pathOf } from '../../publishing/publishing.rules.js';
import type { Entry } from './feed.js';

/** A message as its own page shows it: with its words where those are public, by number, unit, kind, dates and state where not. */
export function messageEntry({ row, text, replies, notices }: WordedMessage, reading: Reading): Entry {
  const message = summarise(row, reading);
  const { status, sentence, unit, kind, channel } = message;
  const state = [status.word, ...status.suffixes].join(' · ');
  const names = [unit?.name, kind && kindWords.zh[kind], channel && channelWords.zh[channel]].filter((name): name is string => Boolean(name));
  const hasWords = !message.isPrivate && row.ending !== 'withdrawn';
  return {
    path: pathOf(message.number),
    title: message.heading,
    summary: `${state}。${sentence}`,
    html: renderToString(
      <>
        <p><strong>{state}</strong>{` ${sentence}`}</p>
        <p>{[`受理编号 ${message.number}`, ...names].join(' · ')}</p>
        {hasWords && text !== null && isVisible(text) ? <Part heading="留言内容" text={text} /> : null}
        {notices.map((notice) => <Part key={notice.extensionId} heading={`延期说明（${notice.unit.name}，${day(notice.publishedAt)}）`} text={notice.reason} />)}
        {replies.map((reply) => (
          <Part key={reply.replyId} heading={`${reply.interim ? '阶段性回复（不计为答复）' : '答复'}（${reply.unit.name}，${day(reply.publishedAt)}）`} text={reply.text}>
            {reply.correctedAt ? <p>{`更正于${day(reply.correctedAt)}`}</p> : null}
            {reply.supplements.map((one) => <Part key={one.replyId} heading={`补充（${day(one.publishedAt)}）`} text={one.text} />)}
          </Part>
        ))}
      </>,
    ),
    publishedAt: message.registeredAt,
    updatedAt: message.updatedAt,
    categories: names,
  };
}

const day = (at: Date): string => dateWords(businessDateOf(at));

/** Each line a paragraph, out of which no direction reaches. */
function Part({ heading, text, children }: { heading: string; text: string; children?: ComponentChildren }) {
  const lines = text.split(/\r\n|\r|\n/).filter(isVisible);
  return (
    <>
      <h3>{heading}</h3>
      {lines.map((line, index) => <p key={index}>{line}</p>)}
      {children}
    </>
  );
}
