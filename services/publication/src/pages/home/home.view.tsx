import { renderPage, siteTitle, type Site } from '@wenzheng/page-frame';
import { dateWords } from '@wenzheng/wording';
import type { MessageSummary } from '../../message/message-view.rules.js';
import { MessageList } from '../../portal/parts.js';

export interface Home {
  site: Site;
  answered: readonly MessageSummary[];
  overdue: readonly MessageSummary[];
  month: { from: string; registered: number; answered: number; inTime: number; overdue: number; asOf: string };
}

export function homePage({ site, answered, overdue, month }: Home): string {
  const rate = month.answered === 0 ? '尚无' : `${((month.inTime / month.answered) * 100).toFixed(1)}%`;
  return renderPage({
    site,
    title: '首页',
    current: 'home',
    children: (
      <>
        <h1>{siteTitle(site)}</h1>
        <p>有效问题件件有交代、事事有回音。</p>
        <div class="row">
          <a class="button" href="/submit">我要留言</a>
          <a class="button plain" href="/query">查询办理情况</a>
        </div>
        <form action="/messages" method="get" role="search" class="row">
          <label for="q">搜索标题、内容或受理编号</label>
          <input id="q" name="q" type="search" maxlength={50} />
          <button type="submit">搜索</button>
        </form>
        <p>受理后3个工作日内答复；确需延期的，3个工作日内公开说明；最长10个工作日。</p>
        <section aria-labelledby="month">
          <h2 id="month">本月受理的留言</h2>
          {month.registered === 0 ? <p>本月尚无留言。</p> : null}
          <ul class="figures">
            <Figure href={`/messages?from=${month.from}`} name="受理" value={String(month.registered)} />
            <Figure href={`/messages?state=answered&from=${month.from}`} name="其中已答复" value={String(month.answered)} />
            <Figure href={`/messages?state=answered&from=${month.from}`} name="已答复中按时公开" value={rate} />
            <Figure href="/messages?state=overdue" name="当前超期未答复" value={String(month.overdue)} />
          </ul>
          <p class="hint">{`截至${dateWords(month.asOf)}。`}</p>
        </section>
        <div class="columns">
          <section aria-labelledby="answered">
            <h2 id="answered">最新答复</h2>
            {answered.length > 0 ? <MessageList messages={answered} /> : <p>尚无公开答复。</p>}
            <p><a href="/messages?state=answered">全部已答复</a></p>
          </section>
          <section aria-labelledby="overdue">
            <h2 id="overdue">超期未答复</h2>
            {overdue.length > 0 ? <MessageList messages={overdue} /> : <p>目前没有超期未答复的留言。</p>}
            <p><a href="/messages?state=overdue">全部超期未答复</a></p>
          </section>
        </div>
      </>
    ),
  });
}

function Figure({ href, name, value }: { href: string; name: string; value: string }) {
  return (
    <li><a href={href}>{name}<strong>{value}</strong></a></li>
  );
}
