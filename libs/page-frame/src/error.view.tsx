import { renderPage } from './shell.js';
import type { Site } from './site.js';

export interface ErrorFacts {
  site: Site;
  status: number;
  /** The problem's own sentence. */
  detail: string;
  reference: string;
}

const headings: Readonly<Record<number, string>> = {
  404: '没有找到这个页面',
  429: '操作过于频繁，请1分钟后再试',
  500: '系统出了问题',
  503: '服务暂时不可用，请1分钟后再试',
};

/** Errors for people; programs get the problem document. */
export function errorPage({ site, status, detail, reference }: ErrorFacts): string {
  const heading = headings[status] ?? (status >= 500 ? '系统出了问题' : '请求有误');
  return renderPage({
    site,
    title: heading,
    isIndexed: false,
    children: (
      <>
        <h1>{heading}</h1>
        {status === 404 ? <p>地址可能有误，或者留言尚未公开。</p> : <p>{detail}</p>}
        {status >= 500 ? <p>{`错误编号：${reference}`}</p> : null}
        <form action="/messages" method="get" role="search" class="row">
          <label for="q">搜索留言或受理编号</label>
          <input id="q" name="q" type="search" maxlength={50} />
          <button type="submit">搜索</button>
        </form>
        <p><a href="/">回到首页</a></p>
      </>
    ),
  });
}
