import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { channelWords, dateWords } from '@wenzheng/wording';
import { channels } from '@wenzheng/contracts';
import type { HotIssueDay, PublicHotIssue } from '../../hot-issue/hot-issue.reader.js';
import type { MessageSummary } from '../../message/message-view.rules.js';
import { Instant, MessageList } from '../../portal/parts.js';
import { Bar, FigureTable } from '../statistics/figures.js';
import { confirmedOn, HotIssueList } from './words.js';

const explanation = '系统用同一规则比对各渠道登记的全部留言，多人反映同一事项的，列为疑似热点；经督查室或信息办核实确认、拟定题目后，在这里公布。';
const shownDays = 31;

/** 热点问题 (R01, R23) */
export function hotIssuesPage({ site, issues }: { site: Site; issues: readonly PublicHotIssue[] }): string {
  return renderPage({
    site,
    title: '热点问题',
    current: 'statistics',
    children: (
      <>
        <h1>热点问题</h1>
        <p class="reading">{`${explanation}同一人写多件，只算一人。`}</p>
        {issues.length === 0 ? <p class="box yellow">目前没有已确认的热点问题。</p> : <HotIssueList issues={issues} />}
      </>
    ),
  });
}

export interface HotIssuePage {
  site: Site;
  issue: PublicHotIssue;
  days: readonly HotIssueDay[];
  /** The newest of those that are public. */
  messages: readonly MessageSummary[];
}

export function hotIssuePage({ site, issue, days, messages }: HotIssuePage): string {
  const open = days.reduce((all, day) => all + day.messages, 0);
  const list = (query: Record<string, string> = {}) => `/messages?${new URLSearchParams({ ...query, hotIssue: issue.issueId })}`;
  return renderPage({
    site,
    title: issue.title,
    current: 'statistics',
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/hot-issues', name: '热点问题' }]} here={issue.title} />
        <h1><bdi>{issue.title}</bdi></h1>
        <p class="hint">{`${confirmedOn(issue)}确认为热点问题，数据截至`}<Instant at={new Date(issue.changedAt)} />{'。'}</p>
        <dl class="headline">
          <div><dt>反映的人</dt><dd><strong>{`${issue.people}人`}</strong><span class="hint">同一人写多件，只算一人</span></dd></div>
          <div><dt>留言</dt><dd><strong>{`${issue.messages}件`}</strong><span class="hint">包括不公开的留言</span></dd></div>
          <div><dt>公开的留言</dt><dd><strong>{open > 0 ? <a href={list()}>{`${open}件`}</a> : '0件'}</strong><span class="hint">可以逐件查看</span></dd></div>
        </dl>
        <section aria-labelledby="rule">
          <h2 id="rule">怎样认定</h2>
          <p class="reading">{explanation}</p>
          <Rule issue={issue} />
        </section>
        <section aria-labelledby="letters">
          <h2 id="letters">公开的留言</h2>
          {messages.length === 0 ? <p>目前没有公开的留言。</p> : <MessageList messages={messages} />}
          {open > messages.length ? <p><a href={list()}>{`全部${open}件`}</a></p> : null}
        </section>
        {days.length > 0 ? (
          <section aria-labelledby="days">
            <h2 id="days">每日来件</h2>
            <Days days={days} list={list} />
          </section>
        ) : null}
      </>
    ),
  });
}

/** Told in thousandths. */
const cohesionWords = (cohesion: number): string => (cohesion / 1_000).toFixed(1);

function Rule({ issue: { people, cohesion, rule } }: { issue: PublicHotIssue }) {
  return (
    <>
      <FigureTable id="rule-table" isNarrow caption={`规则版本${rule.version}`}>
        <thead><tr><th scope="col">规则项</th><th scope="col">要求</th><th scope="col">本问题</th></tr></thead>
        <tbody>
          <tr><th scope="row">反映的人</th><td>{`不少于${rule.people}人`}</td><td>{`${people}人`}</td></tr>
          <tr><th scope="row">时段</th><td>{`${rule.windowDays}天内或者全部时间`}</td><td>符合</td></tr>
          <tr><th scope="row">用语集中程度</th><td>{`不低于${cohesionWords(rule.cohesion)}`}</td><td>{cohesionWords(cohesion)}</td></tr>
        </tbody>
      </FigureTable>
      <p class="hint reading">用语集中程度看半数以上的人共同使用的说法：说法越少见、使用的人越多，数值越高。仅地点相同、事项各异的，达不到要求。</p>
    </>
  );
}

function Days({ days, list }: { days: readonly HotIssueDay[]; list: (query: Record<string, string>) => string }) {
  const byDay = [...Map.groupBy(days, ({ date }) => date)].map(([date, own]) => ({ date, messages: own.reduce((all, day) => all + day.messages, 0) })).toReversed();
  const byChannel = channels.flatMap((channel) => {
    const messages = days.filter((day) => day.channel === channel).reduce((all, day) => all + day.messages, 0);
    return messages > 0 ? [{ channel, messages }] : [];
  });
  const most = Math.max(...byDay.map(({ messages }) => messages));
  const Table = ({ id, rows, caption }: { id: string; rows: typeof byDay; caption: string }) => (
    <FigureTable id={id} isNarrow caption={caption}>
      <thead><tr><th scope="col">日期</th><th scope="col">公开的留言</th></tr></thead>
      <tbody>{rows.map(({ date, messages }) => <tr key={date}><th scope="row">{dateWords(date)}<Bar value={messages} of={most} /></th><td><a href={list({ from: date, to: date })}>{messages}</a></td></tr>)}</tbody>
    </FigureTable>
  );
  return (
    <>
      <p>{'来源：'}{byChannel.map(({ channel, messages }, index) => <>{index > 0 ? '、' : ''}<a key={channel} href={list({ channel })}>{`${channelWords.zh[channel]}${messages}件`}</a></>)}{'。不公开的留言不分日期和来源，只计入总数。'}</p>
      <Table id="days-table" rows={byDay.slice(0, shownDays)} caption="按受理登记的日期，最近的在前；没有来件的日子不列" />
      {byDay.length > shownDays ? <details><summary>{`更早的${byDay.length - shownDays}天`}</summary><Table id="earlier-days" rows={byDay.slice(shownDays)} caption="更早的来件" /></details> : null}
    </>
  );
}
