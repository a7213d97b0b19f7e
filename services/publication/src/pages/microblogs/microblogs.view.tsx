import { renderPage, type Site } from '@wenzheng/page-frame';
import type { ListedUnit } from '../../directory/directory.reader.js';
import { periodWords } from '../../statistics/period.rules.js';
import { channelFiguresPath } from '../channel-figures/channel-figures.view.js';
import { AccountLink, boardOf, Lacking, unitPath } from '../units/words.js';

/** 政务微博 (R34) */
export function microblogsPage({ site, units, month }: { site: Site; units: readonly ListedUnit[]; month: string | null }): string {
  const withOne = units.filter(({ accounts }) => accounts.length > 0);
  return renderPage({
    site,
    title: '政务微博',
    current: 'microblogs',
    children: (
      <>
        <h1>政务微博</h1>
        <p>各单位的政务微博账号。提及这些账号的问题和在其下的评论，由平台登记受理，在原处反馈办理情况。</p>
        {month ? <p><a href={channelFiguresPath('microblog', month)}>{`${periodWords(month)}办理情况`}</a></p> : null}
        <p>{`已公布账号的单位${withOne.length}个，共${units.length}个。`}</p>
        {withOne.length === 0 ? <p class="box yellow">微博账号名录尚未公布，由各单位报送并在本页公布。</p> : (
          <ul class="list">
            {withOne.map(({ code, name, accounts }) => (
              <li key={code}>
                <h2 class="item"><a href={unitPath(code)}>{name}</a></h2>
                <p>{accounts.map((account, index) => <>{index > 0 ? '、' : ''}<AccountLink key={account.entryId} account={account} /></>)}</p>
                <p class="meta"><a href={boardOf(code, 'microblog')}>微博来件的办理情况</a></p>
              </li>
            ))}
          </ul>
        )}
        <Lacking units={units.filter(({ accounts }) => accounts.length === 0)} what="微博账号" />
      </>
    ),
  });
}
