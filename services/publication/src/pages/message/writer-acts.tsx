import { dateWords, instantWords, ratingWords } from '@wenzheng/wording';
import type { MessageView } from '../../message/message-view.rules.js';

/** What the writer may still do, as intake says. */
export interface OpenActs {
  followUps: { left: number; until: string } | null;
  rating: { until: string } | null;
  objection: { until: string | null } | null;
  contactReadings: number;
}

/** What the writer can do about the message as it stands; the pages are intake's, which says whether it is still in time. */
export function WriterActs({ message: { status, rating }, openActs }: { message: Pick<MessageView, 'status' | 'rating'>; openActs: OpenActs | null }) {
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">您可以</h2>
      {rating ? <p>您的评价：{ratingWords.zh[rating]}</p> : null}
      <ul class="acts">
        {actsOf(status.code, rating !== null, openActs).map(({ path, name, note }) => <li key={path}><a class="button plain" href={`/query/message/${path}`}>{name}</a>{note ? <span class="meta">{note}</span> : null}</li>)}
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
function actsOf(status: MessageView['status']['code'], isRated: boolean, open: OpenActs | null): Act[] {
  const noteOf = (of: (open: OpenActs) => string): string | null => open && of(open);
  const readings: Act = { path: 'contact-readings', name: '看看谁看过我的联系方式', note: noteOf(({ contactReadings }) => (contactReadings === 0 ? '没有人看过' : `看过${contactReadings}次`)) };
  if (status === 'invalid') return [{ path: 'objection', name: '提出异议', note: noteOf(({ objection }) => (objection ? (objection.until ? `截至${dateWords(objection.until)}` : '') : '已提出，或者期限已过')) }, readings];
  if (status === 'answered') {
    const rate: Act = { path: 'rating', name: '评价答复', note: noteOf((acts) => (acts.rating ? `截至${instantWords(new Date(acts.rating.until))}` : '期限已过')) };
    const ask: Act = { path: 'follow-ups', name: '追问', note: noteOf(({ followUps }) => (followUps ? `还可追问${followUps.left}次，截至${instantWords(new Date(followUps.until))}` : '不能再追问')) };
    return [...(isRated ? [] : [rate]), ask, readings];
  }
  return status === 'moved' || status === 'withdrawn' ? [readings] : [{ path: 'withdrawal', name: '撤回留言' }, readings];
}
