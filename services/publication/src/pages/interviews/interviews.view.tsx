import { interviewCoverage, type UnitRef } from '@wenzheng/contracts';
import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { businessDateOf } from '@wenzheng/working-days';
import type { InterviewPlanEntries } from '../../session/interview-plan.entity.js';
import { sessionStage, type SessionState } from '../../session/session.rules.js';
import { alternatesOf, interviewsFeed } from '../../portal/feed-address.js';
import { Instant } from '../../portal/parts.js';
import { guestWords, interviewPath, StageTag, timeWords } from './words.js';

export interface InterviewsPage {
  site: Site;
  now: Date;
  year: number;
  /** The last that begins first, of every year. */
  sessions: readonly SessionState[];
  plan: { entries: InterviewPlanEntries; changedAt: Date } | null;
  /** The years that have a plan. */
  planned: readonly number[];
  roster: readonly UnitRef[];
}

const yearOf = (at: Date): number => Number(businessDateOf(at).slice(0, 4));

export function interviewsPage({ site, now, year, sessions, plan, planned, roster }: InterviewsPage): string {
  const isThisYear = year === yearOf(now);
  const ahead = sessions.filter((session) => ['announced', 'live'].includes(sessionStage(session, now))).toReversed();
  const ofYear = sessions.filter(({ startsAt }) => yearOf(startsAt) === year);
  const past = ofYear.filter((session) => !ahead.includes(session));
  const others = [...new Set([...sessions.map(({ startsAt }) => yearOf(startsAt)), ...planned, yearOf(now)])].filter((one) => one !== year).toSorted((a, b) => b - a);
  return renderPage({
    site,
    title: isThisYear ? '在线访谈' : `${year}年在线访谈`,
    current: 'interviews',
    alternates: alternatesOf('在线访谈', interviewsFeed),
    children: (
      <>
        {isThisYear ? null : <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/interviews', name: '在线访谈' }]} here={`${year}年`} />}
        <h1>{isThisYear ? '在线访谈' : `${year}年在线访谈`}</h1>
        <p>各县区政府、市政府部门和有关单位的主要负责人在约定的时间回答网友提问，实行首问负责制：凡提给上线单位的问题，一律由该单位负责到底。</p>
        {isThisYear ? <Ahead sessions={ahead} now={now} /> : null}
        <Plan {...{ year, plan, roster, now, sessions: ofYear }} />
        <section aria-labelledby="past">
          <h2 id="past">{`${year}年往期访谈`}</h2>
          {past.length === 0 ? <p>尚无。</p> : <List sessions={past} now={now} />}
        </section>
        {others.length > 0 ? <p class="row">其他年度：{others.map((one) => <a key={one} href={one === yearOf(now) ? '/interviews' : `/interview-plans/${one}`}>{`${one}年`}</a>)}</p> : null}
      </>
    ),
  });
}

function Ahead({ sessions, now }: { sessions: readonly SessionState[]; now: Date }) {
  return (
    <section aria-labelledby="ahead">
      <h2 id="ahead">下一场</h2>
      {sessions.length === 0 ? <p>下一场访谈尚未预告。</p> : <List sessions={sessions} now={now} />}
    </section>
  );
}

function List({ sessions, now }: { sessions: readonly SessionState[]; now: Date }) {
  return (
    <ul class="list">
      {sessions.map((session) => (
        <li key={session.sessionId}>
          <h3><a href={interviewPath(session)}>{session.title}</a></h3>
          <p><StageTag session={session} now={now} /> {timeWords(session)}</p>
          <p class="meta">{`${guestWords(session)} · ${session.number}`}</p>
        </li>
      ))}
    </ul>
  );
}

function Plan({ year, plan, roster, now, sessions }: Omit<InterviewsPage, 'site' | 'planned'>) {
  const interviews = sessions.map((session) => ({ unit: session.unit, state: sessionStage(session, now) }));
  const { units, planned, held, heldWithoutPrincipal, unplanned } = interviewCoverage(roster, plan?.entries ?? [], interviews);
  return (
    <section aria-labelledby="plan">
      <h2 id="plan">{`${year}年度计划`}</h2>
      <p>{`已上线${held}个单位，共${units}个；列入计划${planned}个。`}{heldWithoutPrincipal > 0 ? `另有${heldWithoutPrincipal}个单位已举行，主要负责人未到场，不计入已上线。` : ''}</p>
      {plan === null ? <p class="box yellow">年度计划尚未公布，由市政府信息办编制并在本页公布。</p> : (
        <div class="scroll" role="group" aria-labelledby="planned" tabIndex={0}>
          <table>
            <caption id="planned">按月份排列，公布于<Instant at={plan.changedAt} isDate />。</caption>
            <thead><tr><th scope="col">月份</th><th scope="col">单位</th><th scope="col">主题</th><th scope="col">安排</th></tr></thead>
            <tbody>
              {plan.entries.map(({ unit, month, topic }) => (
                <tr key={`${month} ${unit.code}`}><td>{`${Number(month.slice(5))}月`}</td><th scope="row">{unit.name}</th><td>{topic}</td><td><Arranged session={arrangedOf(sessions, unit.code, month, plan.entries)} month={month} now={now} /></td></tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {unplanned.length > 0 && plan !== null ? (
        <details>
          <summary>{`尚未列入计划的${unplanned.length}个单位`}</summary>
          <p>{unplanned.map(({ name }) => name).join('、')}</p>
        </details>
      ) : null}
    </section>
  );
}

/** A unit's interviews stand at its places of the plan in their order. */
function arrangedOf(sessions: readonly SessionState[], unitCode: string, month: string, entries: InterviewPlanEntries): SessionState | undefined {
  const place = entries.filter(({ unit }) => unit.code === unitCode).findIndex((entry) => entry.month === month);
  return sessions.filter(({ unit, cancellation }) => unit.code === unitCode && cancellation === null).toReversed()[place];
}

function Arranged({ session, month, now }: { session: SessionState | undefined; month: string; now: Date }) {
  if (session) return <><a href={interviewPath(session)}>{session.number}</a> <StageTag session={session} now={now} /></>;
  return month < businessDateOf(now).slice(0, 7) ? <span class="tag red">已过计划月份，尚未举行</span> : <>待预告</>;
}
