import type { DirectoryEntryState } from '../../directory/directory-entry.entity.js';
import type { ListedUnit } from '../../directory/directory.reader.js';
import { Day } from '../../portal/parts.js';

export const unitPath = (code: string): string => `/units/${encodeURIComponent(code)}`;
/** A unit’s quarter, as `2026Q3`. */
export const reportCardPath = (code: string, quarter: string): string => `${unitPath(code)}/report-cards/${quarter}`;
export const mailboxPath = (code: string): string => `/mailboxes/${encodeURIComponent(code)}`;

/** Messages of a unit on the board, those alone that came by a channel where one is said. */
export const boardOf = (code: string, channel?: 'mailbox' | 'microblog'): string => `/messages?${new URLSearchParams({ unit: code, ...(channel && { channel }) })}`;

export const holderWords = ({ holder }: Pick<DirectoryEntryState, 'holder'>): string | null => (holder ? `${holder.post}${holder.name}` : null);

const accountUrl = ({ address }: DirectoryEntryState): string => `https://weibo.com/u/${encodeURIComponent(address)}`;

export function MailboxFacts({ mailbox }: { mailbox: DirectoryEntryState }) {
  const holder = holderWords(mailbox);
  return (
    <dl class="facts">
      <dt>信箱</dt><dd>{mailbox.name}</dd>
      <dt>地址</dt><dd><a href={`mailto:${mailbox.address}`}>{mailbox.address}</a></dd>
      {holder ? <><dt>负责人</dt><dd>{holder}</dd></> : null}
      <dt>启用日期</dt><dd><Day date={mailbox.openedOn} /></dd>
    </dl>
  );
}

/** 账号, which leads to the platform. */
export function AccountLink({ account }: { account: DirectoryEntryState }) {
  return <a href={accountUrl(account)} rel="noopener external">{`@${account.name}`}</a>;
}

/** 覆盖: the units that lack something are named, not only counted. */
export function Lacking({ units, what }: { units: readonly ListedUnit[]; what: string }) {
  if (units.length === 0) return null;
  return (
    <details>
      <summary>{`尚未公布${what}的${units.length}个单位`}</summary>
      <ul class="plain-list">{units.map(({ code, name }) => <li key={code}><a href={unitPath(code)}>{name}</a></li>)}</ul>
    </details>
  );
}
