import { paperWords } from '../page/paper-words.js';
import { DueTag, leftOf, Notice, whenWords, type Today } from './parts.view.js';
import type { Decision, Waiting } from './signing-case.js';
import { wordsOfAct } from './signing-case.rules.js';

/** What was done with the item before. */
export const DoneNotice = ({ done }: { done: Decision | undefined }) => (done ? <Notice tone="green">{`上一件已${wordsOfAct(done)}。`}</Notice> : null);

/** 待审答复: what waits for the reader, what is due first first. */
export function List({ waiting, done, today }: { waiting: readonly Waiting[]; done: Decision | undefined; today: Today }) {
  return (
    <>
      <DoneNotice done={done} />
      <h1>{waiting.length > 0 ? `待审答复 ${waiting.length}件` : '没有待审答复'}</h1>
      {waiting.length > 0 ? (
        <ul class="list">
          {waiting.map((one) => (
            <li key={one.draftId}>
              <h2><a href={`/signing/${one.draftId}`}>{one.title || one.messageNumber}</a></h2>
              <p><DueTag left={leftOf(one, today)} /> <bdi>{one.messageNumber}</bdi></p>
              <p class="meta">{`${paperWords[one.kind]} 第${one.version}版 · ${one.submittedBy}于${whenWords(one.submittedAt, today)}送审${one.deputyOf ? ` · 代${one.deputyOf.name}审签` : ''}`}</p>
            </li>
          ))}
        </ul>
      ) : (
        <p>有新的稿件送审时，会发送通知。</p>
      )}
    </>
  );
}
