import { inChinese, languageOf, promiseOf, renderPage, siteTitle, type Site } from '@wenzheng/page-frame';
import { datesIn } from '@wenzheng/wording';
import type { ForumState } from '../../forum/forum.entity.js';
import type { PublicHotIssue } from '../../hot-issue/hot-issue.reader.js';
import type { MessageSummary } from '../../message/message-view.rules.js';
import { alternatesOf, interviewsFeed, messagesFeed } from '../../portal/feed-address.js';
import { MessageList } from '../../portal/parts.js';
import type { SessionState } from '../../session/session.rules.js';
import { periodWordsIn } from '../../statistics/period.rules.js';
import { sessionTimeWords, StageTag as ForumStageTag } from '../forums/words.js';
import { HotIssueList } from '../hot-issues/words.js';
import { guestWords, interviewPath, StageTag as InterviewStageTag, timeWords } from '../interviews/words.js';
import { homeWords } from './words.js';

export interface Home {
  site: Site;
  now: Date;
  answered: readonly MessageSummary[];
  overdue: readonly MessageSummary[];
  month: { from: string; registered: number; answered: number; inTime: number; overdue: number; asOf: string };
  interview: SessionState | null;
  forum: ForumState | null;
  /** The latest month whose figures are closed. */
  closed: string | null;
  /** The newest that were confirmed. */
  hotIssues: readonly PublicHotIssue[];
}

export function homePage({ site, now, answered, overdue, month, interview, forum, closed, hotIssues }: Home): string {
  const language = languageOf(site);
  const words = homeWords[language];
  const rate = month.answered === 0 ? words.none : `${((month.inTime / month.answered) * 100).toFixed(1)}%`;
  return renderPage({
    site,
    title: words.title,
    current: 'home',
    alternates: [...alternatesOf('市民心声', messagesFeed), ...alternatesOf('在线访谈', interviewsFeed)],
    isBilingual: true,
    children: (
      <>
        <h1>{siteTitle(site)}</h1>
        <p class="promise">{promiseOf(site)}</p>
        <div class="row">
          <a class="button" href="/submit">{words.submit}</a>
          <a class="button plain" href="/query">{words.query}</a>
        </div>
        <form action="/messages" method="get" role="search" class="row">
          <label for="q">{words.searchFor}</label>
          <input id="q" name="q" type="search" maxlength={50} />
          <button type="submit">{words.search}</button>
        </form>
        <p>{words.rule}</p>
        <section aria-labelledby="month">
          <h2 id="month">{words.month}</h2>
          <ul class="figures">
            <Figure href={`/messages?from=${month.from}&figure=registered`} name={words.registered} value={String(month.registered)} />
            <Figure href={`/messages?from=${month.from}&figure=answered`} name={words.answered} value={String(month.answered)} />
            <Figure href={`/messages?from=${month.from}&figure=publishedInTime`} name={words.rate} value={rate} beside={month.answered === 0 ? undefined : words.of(month.answered, month.inTime)} />
            <Figure href="/messages?state=overdue" name={words.overdue} value={String(month.overdue)} />
          </ul>
          <p class="hint">
            {`${month.registered === 0 ? words.noMessages : ''}${words.basis(datesIn[language].full(month.asOf))}`}
            {closed ? <a href={`/statistics/${closed}`}>{words.closed(periodWordsIn[language](closed))}</a> : <a href="/statistics">{words.statistics}</a>}
          </p>
        </section>
        <div class="columns">
          <section aria-labelledby="answered">
            <h2 id="answered">{words.newest}</h2>
            {answered.length > 0 ? <MessageList messages={answered} /> : <p>{words.noneAnswered}</p>}
            <p><a href="/messages?state=answered">{words.allAnswered}</a></p>
          </section>
          <section aria-labelledby="overdue">
            <h2 id="overdue">{words.overdue}</h2>
            {overdue.length > 0 ? <MessageList messages={overdue} /> : <p>{words.noneOverdue}</p>}
            <p><a href="/messages?state=overdue">{words.allOverdue}</a></p>
          </section>
          <section aria-labelledby="interview">
            <h2 id="interview">{words.interview}</h2>
            {interview ? (
              <div class="card" {...inChinese(language)}>
                <h3><a href={interviewPath(interview)}><bdi>{interview.title}</bdi></a></h3>
                <p><InterviewStageTag session={interview} now={now} /> {timeWords(interview)}</p>
                <p class="meta">{guestWords(interview)}</p>
              </div>
            ) : <p>{words.noInterview}</p>}
            <p><a href="/interviews">{words.allInterviews}</a></p>
          </section>
          <section aria-labelledby="forum">
            <h2 id="forum">{words.forum}</h2>
            {forum ? (
              <div class="card" {...inChinese(language)}>
                <h3><a href={`/forums/${encodeURIComponent(forum.sessionNumber)}`}><bdi>{forum.title}</bdi></a></h3>
                <p><ForumStageTag forum={forum} now={now} /> {sessionTimeWords(forum)}</p>
                <p class="meta">{forum.unit.name}</p>
              </div>
            ) : <p>{words.noForum}</p>}
            <p><a href="/forums">{words.allForums}</a></p>
          </section>
          <section aria-labelledby="hot">
            <h2 id="hot">{words.hotIssues}</h2>
            {hotIssues.length > 0 ? <div {...inChinese(language)}><HotIssueList issues={hotIssues} /></div> : <p>{words.noHotIssues}</p>}
            <p><a href="/hot-issues">{words.allHotIssues}</a></p>
          </section>
        </div>
      </>
    ),
  });
}

function Figure({ href, name, value, beside }: { href: string; name: string; value: string; beside?: string | undefined }) {
  return (
    <li><a href={href}>{name}<strong>{value}</strong>{beside ? <span class="hint">{beside}</span> : null}</a></li>
  );
}
