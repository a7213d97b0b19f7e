import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import type { ListedUnit } from '../../directory/directory.reader.js';
import type { MessageSummary } from '../../message/message-view.rules.js';
import { alternatesOf, unitFeed } from '../../portal/feed-address.js';
import { MessageList } from '../../portal/parts.js';
import type { SessionState } from '../../session/session.rules.js';
import { interviewPath, StageTag, timeWords } from '../interviews/words.js';
import { quarterWords } from '../../statistics/period.rules.js';
import { AccountLink, boardOf, MailboxFacts, reportCardPath, unitPath } from './words.js';

/** 单位名录: the tree of units. */
export function unitsPage({ site, units }: { site: Site; units: readonly ListedUnit[] }): string {
  const codes = new Set(units.map(({ code }) => code));
  const below = Map.groupBy(units, ({ parent }) => (parent !== null && codes.has(parent) ? parent : null));
  return renderPage({
    site,
    title: '单位名录',
    current: 'units',
    children: (
      <>
        <h1>单位名录</h1>
        <p>{`本市参加网络问政的单位，共${units.length}个。`}</p>
        {units.length === 0 ? <p class="box yellow">单位名录尚未公布。</p> : <Branch units={below.get(null) ?? []} below={below} />}
      </>
    ),
  });
}

function Branch({ units, below }: { units: readonly ListedUnit[]; below: ReadonlyMap<string | null, readonly ListedUnit[]> }) {
  return (
    <ul class="plain-list">
      {units.map((unit) => (
        <li key={unit.code}>
          <a href={unitPath(unit.code)}>{unit.name}</a>
          {below.has(unit.code) ? <Branch units={below.get(unit.code) ?? []} below={below} /> : null}
        </li>
      ))}
    </ul>
  );
}

export interface UnitPage {
  site: Site;
  now: Date;
  unit: ListedUnit;
  units: readonly ListedUnit[];
  /** Interviews of the unit that are announced or live, the next first. */
  ahead: readonly SessionState[];
  messages: readonly MessageSummary[];
  /** That are closed, the latest first. */
  quarters: readonly string[];
}

export function unitPage({ site, now, unit, units, ahead, messages, quarters }: UnitPage): string {
  const { code, name, phones, mailboxes, accounts } = unit;
  const parent = units.find((one) => one.code === unit.parent);
  const below = units.filter((one) => one.parent === code);
  return renderPage({
    site,
    title: name,
    current: 'units',
    alternates: alternatesOf(`${name}承办的留言`, unitFeed(code)),
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/units', name: '单位名录' }, ...(parent ? [{ href: unitPath(parent.code), name: parent.name }] : [])]} here={name} />
        <h1>{name}</h1>
        <div class="row">
          <a class="button" href={`/submit?unit=${encodeURIComponent(code)}`}>向本单位留言</a>
          <a class="button plain" href={boardOf(code)}>本单位承办的留言</a>
        </div>
        {phones.length > 0 ? <dl class="facts"><dt>公布的电话</dt><dd>{phones.join('、')}</dd></dl> : null}
        <div class="columns">
          <section aria-labelledby="mailbox">
            <h2 id="mailbox">信箱</h2>
            {mailboxes.length === 0 ? <p>尚未公布信箱。</p> : mailboxes.map((mailbox) => <MailboxFacts key={mailbox.entryId} mailbox={mailbox} />)}
          </section>
          <section aria-labelledby="account">
            <h2 id="account">政务微博</h2>
            {accounts.length === 0 ? <p>尚未公布微博账号。</p> : <ul class="plain-list">{accounts.map((account) => <li key={account.entryId}><AccountLink account={account} /></li>)}</ul>}
          </section>
        </div>
        <section aria-labelledby="interview">
          <h2 id="interview">在线访谈</h2>
          {ahead.length === 0 ? <p>下一场访谈尚未预告。</p> : null}
          {ahead.map((session) => <p key={session.sessionId}><a href={interviewPath(session)}>{session.title}</a> <StageTag session={session} now={now} /> {timeWords(session)}</p>)}
        </section>
        <section aria-labelledby="messages">
          <h2 id="messages">最新留言</h2>
          {messages.length === 0 ? <p>目前没有本单位承办的留言。</p> : <MessageList messages={messages} />}
        </section>
        {quarters.length > 0 ? (
          <section aria-labelledby="quarters">
            <h2 id="quarters">季度办理情况</h2>
            <ul class="plain-list">{quarters.map((quarter) => <li key={quarter}><a href={reportCardPath(code, quarter)}>{quarterWords(quarter)}</a></li>)}</ul>
          </section>
        ) : null}
        {below.length > 0 ? (
          <section aria-labelledby="below">
            <h2 id="below">下属单位</h2>
            <ul class="plain-list">{below.map((one) => <li key={one.code}><a href={unitPath(one.code)}>{one.name}</a></li>)}</ul>
          </section>
        ) : null}
      </>
    ),
  });
}
