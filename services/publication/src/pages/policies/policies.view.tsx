import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { dateWords } from '@wenzheng/wording';
import { businessDateOf, type BusinessDate } from '@wenzheng/working-days';
import type { CitingReply, DocumentFilter } from '../../policy-document/policy-document.reader.js';
import { documentPath, stateOf, type DocumentRow, type DocumentState } from '../../policy-document/policy-document.rules.js';
import { Day } from '../../portal/parts.js';
import { pathOf } from '../../publishing/publishing.rules.js';

const states: Readonly<Record<DocumentState, { word: string; tone: string; icon: string }>> = {
  'in-force': { word: '现行有效', tone: 'green', icon: '✓' },
  'not-yet': { word: '尚未施行', tone: 'blue', icon: '◷' },
  repealed: { word: '已废止', tone: 'grey', icon: '⊘' },
};
const filters = [[undefined, '全部'], ['in-force', '未废止'], ['repealed', '已废止']] as const;

function StateTag({ document, today }: { document: DocumentRow; today: BusinessDate }) {
  const { word, tone, icon } = states[stateOf(document, today)];
  return <span class={`tag ${tone}`}><i aria-hidden="true">{icon}</i>{word}</span>;
}

interface PoliciesPage {
  site: Site;
  today: BusinessDate;
  filter: DocumentFilter;
  items: readonly DocumentRow[];
  next: string | null;
}

/** 政策文件 */
export function policiesPage({ site, today, filter, items, next }: PoliciesPage): string {
  const { q, state, after } = filter;
  return renderPage({
    site,
    title: '政策文件',
    isIndexed: q === undefined && after === undefined,
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }]} here="政策文件" />
        <h1>政策文件</h1>
        <p>各单位答复中引用的政策文件。答复里写明文号或者标题的，可以直接点开查看。</p>
        <form action="/policies" method="get" class="fields" role="search">
          <p><label for="q">文号或标题</label><input id="q" name="q" type="search" maxLength={50} value={q ?? ''} /></p>
          <p>
            <label for="state">效力</label>
            <select id="state" name="state">{filters.map(([value, word]) => <option key={word} value={value ?? ''} selected={state === value}>{word}</option>)}</select>
          </p>
          <button type="submit">查找</button>
        </form>
        {items.length === 0 ? (
          <p class="box grey">{q === undefined && state === undefined ? '还没有登记政策文件。' : '没有找到符合条件的文件。'}{q === undefined && state === undefined ? null : <> <a href="/policies">查看全部</a></>}</p>
        ) : (
          <ul class="list">
            {items.map((document) => (
              <li key={document.documentId}>
                <h3><a href={documentPath(document.documentId)}><bdi>{document.title}</bdi></a></h3>
                <p><StateTag document={document} today={today} />{document.number ? ` ${document.number}` : ''}</p>
                <p class="meta"><bdi>{document.issuer}</bdi> · <Day date={document.issuedOn} />印发</p>
              </li>
            ))}
          </ul>
        )}
        {next ? <p><a href={`/policies?${new URLSearchParams({ ...(q !== undefined && { q }), ...(state !== undefined && { state }), after: next })}`}>下一页</a></p> : null}
        <p class="meta">本页内容另有供程序读取的格式：<a href="/v1/policy-documents">/v1/policy-documents</a></p>
      </>
    ),
  });
}

interface PolicyPage {
  site: Site;
  today: BusinessDate;
  document: DocumentRow;
  versions: readonly { version: number; at: Date }[];
  citing: readonly CitingReply[];
}

export function policyPage({ site, today, document, versions, citing }: PolicyPage): string {
  const { title, number, issuer, issuedOn, effectiveOn, repealedOn, repealedBy, url, text } = document;
  return renderPage({
    site,
    title: number ? `${title}（${number}）` : title,
    children: (
      <div class="reading">
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/policies', name: '政策文件' }]} here={number ?? '文件'} />
        <h1><bdi>{title}</bdi></h1>
        <p><StateTag document={document} today={today} /></p>
        <dl class="facts">
          {number ? <><dt>文号</dt><dd>{number}</dd></> : null}
          <dt>制发机关</dt><dd><bdi>{issuer}</bdi></dd>
          <dt>印发日期</dt><dd><Day date={issuedOn} /></dd>
          {effectiveOn ? <><dt>施行日期</dt><dd><Day date={effectiveOn} /></dd></> : null}
          {repealedOn ? <><dt>废止日期</dt><dd><Day date={repealedOn} /></dd></> : null}
          {repealedBy ? <><dt>废止依据</dt><dd><bdi>{repealedBy}</bdi></dd></> : null}
          {url ? <><dt>原文</dt><dd><a href={url} rel="noopener">{url}</a></dd></> : null}
        </dl>
        {text ? (
          <section aria-labelledby="text">
            <h2 id="text">正文</h2>
            <div class="card"><p class="text">{text.trim()}</p></div>
          </section>
        ) : null}
        {number ? (
          <section aria-labelledby="citing">
            <h2 id="citing">引用本文件的答复</h2>
            {citing.length === 0 ? <p>还没有公开的答复引用这个文号。</p> : (
              <ul>
                {citing.map((reply) => (
                  <li key={`${reply.messageNumber} ${reply.publishedAt.getTime()}`}><a href={pathOf(reply.messageNumber)}>{reply.title ? <bdi>{reply.title}</bdi> : reply.messageNumber}</a>（<bdi>{reply.unit}</bdi>，{dateWords(businessDateOf(reply.publishedAt))}公开）</li>
                ))}
              </ul>
            )}
          </section>
        ) : null}
        <p class="meta">第{document.version}版，更新于{dateWords(businessDateOf(document.changedAt))}{versions.length > 1 ? `；以前各版更新于${versions.slice(1).map(({ at }) => dateWords(businessDateOf(at))).join('、')}` : ''}。供程序读取：<a href={`/v1/policy-documents/${document.documentId}`}>JSON</a></p>
      </div>
    ),
  });
}
