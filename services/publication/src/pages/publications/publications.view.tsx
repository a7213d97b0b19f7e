import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import type { Publication, PublicationKind } from '../../message/publications.reader.js';
import { Instant } from '../../portal/parts.js';
import { pathOf } from '../../publishing/publishing.rules.js';

export const publicationWords: Readonly<Record<PublicationKind, string>> = {
  reply: '答复', 'interim-reply': '阶段性回复', correction: '更正答复', supplement: '补充答复', 'renewed-reply': '二次办理答复', 'extension-notice': '延期说明',
};

interface PublicationsPage {
  site: Site;
  isFirst: boolean;
  items: readonly Publication[];
  next: string | null;
}

/** 公开日志 */
export function publicationsPage({ site, isFirst, items, next }: PublicationsPage): string {
  return renderPage({
    site,
    title: '公开日志',
    isIndexed: isFirst,
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }]} here="公开日志" />
        <h1>公开日志</h1>
        <p>各单位的答复和延期说明，按公开的时间排列，最近的在前。内容以留言页面现在显示的为准；不公开的留言只列编号、单位和时间。</p>
        {items.length === 0 ? (
          <p class="box grey">{isFirst ? '还没有公开答复。' : '没有更早的记录。'}</p>
        ) : (
          <ul class="list">
            {items.map(({ id, kind, messageNumber, title, unit, publishedAt }) => (
              <li key={id}>
                <h3><a href={pathOf(messageNumber)}>{title === null ? '不公开留言' : <bdi>{title}</bdi>}</a></h3>
                <p>{publicationWords[kind]} · <bdi>{unit.name}</bdi></p>
                <p class="meta"><Instant at={publishedAt} />公开 · {messageNumber}</p>
              </li>
            ))}
          </ul>
        )}
        <p>{isFirst ? null : <><a href="/publications">最近的</a>　</>}{next ? <a href={`/publications?after=${next}`}>更早的</a> : null}</p>
        <p class="meta">供程序读取：<a href="/v1/publications">/v1/publications</a>。这些记录有没有被改动过，可以用<a href="/log">公开留痕</a>核对。</p>
      </>
    ),
  });
}
