import { useLanguage } from '@wenzheng/page-frame';
import { datesIn, instantWords, ratingWords, type Language } from '@wenzheng/wording';
import type { MessageView } from '../../message/message-view.rules.js';
import { messageWords } from './words.js';

/** What the writer may still do, as intake says. */
export interface OpenActs {
  followUps: { left: number; until: string } | null;
  rating: { until: string } | null;
  objection: { until: string | null } | null;
  contactReadings: number;
}

/** What the writer can do about the message as it stands; the pages are intake's, which says whether it is still in time. */
export function WriterActs({ message: { status, rating }, openActs }: { message: Pick<MessageView, 'status' | 'rating'>; openActs: OpenActs | null }) {
  const language = useLanguage();
  const words = messageWords[language].acts;
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{words.title}</h2>
      {rating ? <p>{words.rating}{ratingWords[language][rating]}</p> : null}
      <ul class="acts">
        {actsOf(status.code, { isRated: rating !== null, open: openActs, language }).map(({ path, name, note }) => <li key={path}><a class="button plain" href={`/query/message/${path}`}>{name}</a>{note ? <span class="meta">{note}</span> : null}</li>)}
      </ul>
    </section>
  );
}

interface Act {
  path: string;
  name: string;
  note?: string | null;
}

/** An act that is closed still has its page, which says why. */
function actsOf(status: MessageView['status']['code'], { isRated, open, language }: { isRated: boolean; open: OpenActs | null; language: Language }): Act[] {
  const words = messageWords[language].acts;
  const instant = (at: string) => instantWords(new Date(at), language);
  const noteOf = (of: (open: OpenActs) => string): string | null => open && of(open);
  const readings: Act = { path: 'contact-readings', name: words.readings, note: noteOf(({ contactReadings }) => (contactReadings === 0 ? words.noReadings : words.readingsOf(contactReadings))) };
  if (status === 'invalid') return [{ path: 'objection', name: words.objection, note: noteOf(({ objection }) => (objection ? (objection.until ? words.until(datesIn[language].full(objection.until)) : '') : words.objectionOver)) }, readings];
  if (status === 'answered') {
    const rate: Act = { path: 'rating', name: words.rate, note: noteOf((acts) => (acts.rating ? words.until(instant(acts.rating.until)) : words.over)) };
    const ask: Act = { path: 'follow-ups', name: words.ask, note: noteOf(({ followUps }) => (followUps ? words.askOf(followUps.left, instant(followUps.until)) : words.noMoreAsking)) };
    return [...(isRated ? [] : [rate]), ask, readings];
  }
  return status === 'moved' || status === 'withdrawn' ? [readings] : [{ path: 'withdrawal', name: words.withdraw }, readings];
}
