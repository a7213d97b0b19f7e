import { ratingWords } from '@wenzheng/wording';
import type { MessageView } from '../../message/message-view.rules.js';

/** What the writer can do about the message as it stands; the pages are intake's, which says whether it is still in time. */
export function WriterActs({ message: { status, rating } }: { message: Pick<MessageView, 'status' | 'rating'> }) {
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">您可以</h2>
      {rating ? <p>您的评价：{ratingWords.zh[rating]}</p> : null}
      <ul class="row plain-row">
        {actsOf(status.code, rating !== null).map(([path, name]) => <li key={path}><a class="button plain" href={`/query/message/${path}`}>{name}</a></li>)}
      </ul>
    </section>
  );
}

function actsOf(status: MessageView['status']['code'], isRated: boolean): [path: string, name: string][] {
  const readings: [string, string] = ['contact-readings', '看看谁看过我的联系方式'];
  if (status === 'invalid') return [['objection', '提出异议'], readings];
  if (status === 'answered') return [...(isRated ? [] : [['rating', '评价答复'] as [string, string]]), ['follow-ups', '追问'], readings];
  return status === 'moved' || status === 'withdrawn' ? [readings] : [['withdrawal', '撤回留言'], readings];
}
