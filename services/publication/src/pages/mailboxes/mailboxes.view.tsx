import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import type { ListedUnit } from '../../directory/directory.reader.js';
import { periodWords } from '../../statistics/period.rules.js';
import { channelFiguresPath } from '../channel-figures/channel-figures.view.js';
import type { MessageSummary } from '../../message/message-view.rules.js';
import { MessageList } from '../../portal/parts.js';
import { boardOf, holderWords, Lacking, MailboxFacts, mailboxPath, unitPath } from '../units/words.js';

/** 领导信箱 (R25): of every unit. */
export function mailboxesPage({ site, units, month }: { site: Site; units: readonly ListedUnit[]; month: string | null }): string {
  const withOne = units.filter(({ mailboxes }) => mailboxes.length > 0);
  return renderPage({
    site,
    title: '领导信箱',
    current: 'mailboxes',
    children: (
      <>
        <h1>领导信箱</h1>
        <p>各单位主要负责同志的电子信箱，由专人负责管理。来信登记后有受理编号，与其他渠道的留言适用同样的时限：3个工作日内答复；确需延期的，3个工作日内公开说明；最长10个工作日。</p>
        {month ? <p><a href={channelFiguresPath('mailbox', month)}>{`${periodWords(month)}办理情况`}</a></p> : null}
        <p>{`已公布信箱的单位${withOne.length}个，共${units.length}个。`}</p>
        {withOne.length === 0 ? <p class="box yellow">信箱名录尚未公布，由各单位报送并在本页公布。</p> : (
          <ul class="list">
            {withOne.map(({ code, name, mailboxes }) => (
              <li key={code}>
                <h2 class="item"><a href={mailboxPath(code)}>{name}</a></h2>
                {mailboxes.map((mailbox) => (
                  <p key={mailbox.entryId}>{[mailbox.name, holderWords(mailbox)].filter((words) => words).join(' · ')}：<a href={`mailto:${mailbox.address}`}>{mailbox.address}</a></p>
                ))}
              </li>
            ))}
          </ul>
        )}
        <Lacking units={units.filter(({ mailboxes }) => mailboxes.length === 0)} what="信箱" />
      </>
    ),
  });
}

export interface MailboxPage {
  site: Site;
  unit: ListedUnit;
  /** The newest that came by mailbox and are public. */
  messages: readonly MessageSummary[];
}

export function mailboxPage({ site, unit, messages }: MailboxPage): string {
  const heading = `${unit.name}信箱`;
  return renderPage({
    site,
    title: heading,
    current: 'mailboxes',
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/mailboxes', name: '领导信箱' }]} here={unit.name} />
        <h1>{heading}</h1>
        {unit.mailboxes.length === 0 ? <p class="box yellow">{`${unit.name}尚未公布信箱。`}</p> : null}
        {unit.mailboxes.map((mailbox) => <MailboxFacts key={mailbox.entryId} mailbox={mailbox} />)}
        <p>来信请写明事由、时间和地点。也可以<a href={`/submit?unit=${encodeURIComponent(unit.code)}`}>在线填写留言</a>，受理和答复的时限相同。</p>
        <section aria-labelledby="letters">
          <h2 id="letters">来信办理</h2>
          {messages.length === 0 ? <p>目前没有公开的来信。写信人没有要求公开的来信不公开，办理情况只答复本人。</p> : <MessageList messages={messages} />}
          <p><a href={boardOf(unit.code, 'mailbox')}>{`${unit.name}公开来信的全部办理情况`}</a></p>
        </section>
        <p><a href={unitPath(unit.code)}>{`${unit.name}的其他渠道`}</a></p>
      </>
    ),
  });
}
