import type { ForumPlanChange } from '@wenzheng/contracts';
import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { businessDateOf } from '@wenzheng/working-days';
import { stageOf } from '../../forum/forum-stage.rules.js';
import type { ForumState, PhaseState } from '../../forum/forum.entity.js';
import { Instant } from '../../portal/parts.js';
import { monthWords, phaseWords, sessionTimeWords, StageTag } from './words.js';

interface Shown {
  site: Site;
  now: Date;
  forums: readonly ForumState[];
}

const forumPath = ({ sessionNumber }: ForumState): string => `/forums/${encodeURIComponent(sessionNumber)}`;
const monthOf = (now: Date): string => businessDateOf(now).slice(0, 7);

export function forumsPage({ site, now, phases, forums }: Shown & { phases: readonly PhaseState[] }): string {
  const open = forums.filter((forum) => stageOf(forum, now) === 'signing-up');
  const minuted = forums.filter(({ minutes }) => minutes);
  const isNextPlanned = phases.some(({ slots }) => (slots[0]?.month ?? '') > monthOf(now));
  return renderPage({
    site,
    title: '网民座谈会',
    current: 'forums',
    children: (
      <>
        <h1>网民座谈会</h1>
        <p>市政府定期召开网民座谈会，按照稳步推进、逐步扩展的原则，分期确定上线单位，由各单位主要负责同志参加，邀请能代表民意的网友现场参与，了解人民需求，听取群众呼声，研究合理解决办法。</p>
        {open.length > 0 ? (
          <section aria-labelledby="open">
            <h2 id="open">正在报名</h2>
            <ul class="list">
              {open.map((forum) => (
                <li key={forum.sessionId}>
                  <h3><a href={forumPath(forum)}>{forum.title}</a></h3>
                  <p><StageTag forum={forum} now={now} /> {`${forum.unit.name}，${sessionTimeWords(forum)}，${forum.place}`}</p>
                  <p class="meta">报名截止：<Instant at={new Date(forum.signUp.until)} /></p>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        <section aria-labelledby="phases">
          <h2 id="phases">分期安排</h2>
          {isNextPlanned ? null : <p class="box yellow">下一期安排尚未公布，由市政府信息办编制并在本页公布。</p>}
          {phases.toReversed().map((phase) => (
            <section key={phase.phase} aria-labelledby={`phase-${phase.phase}`}>
              <h3 id={`phase-${phase.phase}`}><a href={`/forum-phases/${phase.phase}`}>{phaseWords(phase.phase)}</a></h3>
              <p class="meta">{`${phase.slots.length}个单位，${spanOf(phase)}；到本期累计${coverage(phases, phase)}个单位`}</p>
              <Slots phase={phase} forums={forums} now={now} />
            </section>
          ))}
        </section>
        <section aria-labelledby="minutes">
          <h2 id="minutes">座谈会纪要</h2>
          {minuted.length === 0 ? <p>尚无公布的纪要。</p> : null}
          <ul class="plain-list">
            {minuted.map((forum) => <li key={forum.sessionId}><a href={`${forumPath(forum)}/minutes`}>{`《${forum.title}》纪要`}</a>{`（${forum.unit.name}，${sessionTimeWords(forum)}）`}</li>)}
          </ul>
        </section>
      </>
    ),
  });
}

export function phasePage({ site, now, phase, forums }: Shown & { phase: PhaseState }): string {
  const heading = `${phaseWords(phase.phase)}网民座谈会`;
  return renderPage({
    site,
    title: heading,
    current: 'forums',
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/forums', name: '网民座谈会' }]} here={phaseWords(phase.phase)} />
        <h1>{heading}</h1>
        <p class="meta">{`${phase.slots.length}个单位，${spanOf(phase)}。`}公布时间：<Instant at={new Date(phase.plannedAt)} /></p>
        <Slots phase={phase} forums={forums} now={now} />
        <section aria-labelledby="changes">
          <h2 id="changes">变更记录</h2>
          {phase.changes.length === 0 ? <p>公布以来没有变更。</p> : null}
          <ol class="timeline">
            {phase.changes.map((change) => (
              <li key={`${change.madeAt} ${change.unit.code}`}>
                <Instant at={new Date(change.madeAt)} />
                <p><strong>{changeWords(change)}</strong></p>
                <p>{`理由：${change.reason}`}</p>
              </li>
            ))}
          </ol>
        </section>
      </>
    ),
  });
}

function Slots({ phase, forums, now }: { phase: PhaseState; forums: readonly ForumState[]; now: Date }) {
  const bySession = new Map(forums.map((forum) => [forum.sessionId, forum]));
  return (
    <div class="scroll" role="group" aria-label={`${phaseWords(phase.phase)}安排`} tabIndex={0}>
      <table>
        <caption>{`${phaseWords(phase.phase)}安排，按时间排序`}</caption>
        <thead><tr><th scope="col">月份</th><th scope="col">上线单位</th><th scope="col">时间</th><th scope="col">进展</th></tr></thead>
        <tbody>
          {phase.slots.map(({ unit, month, sessionId }) => {
            const forum = sessionId ? bySession.get(sessionId) : undefined;
            return (
              <tr key={unit.code}>
                <th scope="row">{monthWords(month)}</th>
                <td>{unit.name}</td>
                <td>{forum ? <a href={forumPath(forum)}>{sessionTimeWords(forum)}</a> : '待公告'}</td>
                <td>{forum ? <StageTag forum={forum} now={now} /> : <Unannounced month={month} now={now} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Unannounced({ month, now }: { month: string; now: Date }) {
  return month < monthOf(now) ? <span class="tag red">已过安排月份，尚未举行</span> : <span class="tag grey">待公告</span>;
}

function spanOf({ slots }: PhaseState): string {
  const [first, last] = [slots[0]?.month ?? '', slots.at(-1)?.month ?? ''];
  return first === last ? monthWords(first) : `${monthWords(first)}至${monthWords(last)}`;
}

/** 逐步扩展: how many units have a place in this phase or one before. */
const coverage = (phases: readonly PhaseState[], upTo: PhaseState): number =>
  new Set(phases.filter(({ phase }) => phase <= upTo.phase).flatMap(({ slots }) => slots.map(({ unit }) => unit.code))).size;

const changes: Readonly<Record<ForumPlanChange, (unit: string, from: string, to: string) => string>> = {
  added: (unit, _, to) => `增加${unit}，安排在${to}`,
  moved: (unit, from, to) => `${unit}由${from}调整到${to}`,
  removed: (unit, from) => `取消${unit}${from}的安排`,
  postponed: (unit, from, to) => (from === to ? `${unit}的座谈会在${to}内推迟` : `${unit}的座谈会由${from}推迟到${to}`),
  cancelled: (unit, from) => `${unit}${from}的座谈会取消，另行安排`,
};

const changeWords = ({ change, unit, fromMonth, toMonth }: PhaseState['changes'][number]): string => changes[change](unit.name, fromMonth ? monthWords(fromMonth) : '', toMonth ? monthWords(toMonth) : '');
