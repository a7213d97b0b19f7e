import { ratingWords } from '@wenzheng/wording';
import type { MessageView } from '../../message/message-view.rules.js';

/** What the writer can do about the message as it stands: 撤回, 异议, 评价, 追问. Whether it is still in time, intake says. */
export function WriterForms({ message }: { message: MessageView }) {
  switch (message.status.code) {
    case 'invalid':
      return <ObjectionForm />;
    case 'answered':
      return (
        <>
          {message.rating ? <p>您的评价：{ratingWords.zh[message.rating]}</p> : <RatingForm />}
          <FollowUpForm />
        </>
      );
    case 'moved':
    case 'withdrawn':
      return null;
    default:
      return <WithdrawalForm />;
  }
}

function WithdrawalForm() {
  return (
    <details>
      <summary>撤回这条留言</summary>
      <form action="/query/message/withdrawal" method="post" class="fields letter">
        <p>撤回后不再办理，内容不再公开，不能恢复。</p>
        <div>
          <label for="reason">原因（可以不填）</label>
          <input id="reason" name="reason" maxlength={500} />
        </div>
        <div><button type="submit">确认撤回</button></div>
      </form>
    </details>
  );
}

function ObjectionForm() {
  return (
    <section aria-labelledby="objection">
      <h2 id="objection">提出异议</h2>
      <form action="/query/message/objection" method="post" class="fields letter">
        <div>
          <label for="objection-text">为什么不同意这项认定</label>
          <textarea id="objection-text" name="text" rows={6} maxlength={2000} />
          <p class="hint">每项认定可以提出一次异议，由作出认定以外的人员复核。</p>
        </div>
        <div><button type="submit">提出异议</button></div>
      </form>
    </section>
  );
}

function FollowUpForm() {
  return (
    <details>
      <summary>追问</summary>
      <form action="/query/message/follow-up" method="post" class="fields letter">
        <div>
          <label for="follow-up-text">您还想问什么</label>
          <textarea id="follow-up-text" name="text" rows={6} maxlength={20000} />
          <p class="hint">答复后30日内可以追问两次。追问单独受理，由答复的单位办理，时限重新计算。</p>
        </div>
        <div><button type="submit">提交追问</button></div>
      </form>
    </details>
  );
}

function RatingForm() {
  return (
    <section aria-labelledby="rating">
      <h2 id="rating">评价</h2>
      <form action="/query/message/rating" method="post" class="fields letter">
        <fieldset>
          <legend>您对答复是否满意</legend>
          {Object.entries(ratingWords.zh).map(([rating, word]) => (
            <div class="choice" key={rating}>
              <input type="radio" id={`rating-${rating}`} name="rating" value={rating} />
              <label for={`rating-${rating}`}>{word}</label>
            </div>
          ))}
        </fieldset>
        <div>
          <label for="rating-reason">原因（可以不填，不公开）</label>
          <textarea id="rating-reason" name="reason" rows={4} maxlength={500} />
          <p class="hint">只有凭查询码才能评价，每条留言评价一次，答复后30日内有效。</p>
        </div>
        <div><button type="submit">提交评价</button></div>
      </form>
    </section>
  );
}
