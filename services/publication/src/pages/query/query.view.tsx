import { renderPage, type Site } from '@wenzheng/page-frame';

export const wrongPair = '编号或查询码不正确';

export interface QueryForm {
  site: Site;
  /** What was typed as the number; the code is never given back. */
  number?: string | undefined;
  fault?: string | undefined;
  /** Not a fault: what has just happened. */
  notice?: string | undefined;
}

export function queryPage({ site, number, fault, notice }: QueryForm): string {
  return renderPage({
    site,
    title: fault ? `错误：${fault}` : '查询办理情况',
    current: 'query',
    isIndexed: false,
    children: (
      <>
        <h1>查询办理情况</h1>
        {notice ? <p role="status">{notice}</p> : null}
        {fault ? <div class="error" role="alert"><p>{fault}</p></div> : null}
        <form action="/query" method="post" class="fields narrow" autocomplete="off">
          <div>
            <label for="number">受理编号</label>
            <input id="number" name="number" maxlength={60} value={number ?? ''} autocapitalize="characters" spellcheck={false} {...described(fault)} />
          </div>
          <div>
            <label for="code">查询码</label>
            <input id="code" name="code" maxlength={80} autocapitalize="characters" spellcheck={false} {...described(fault)} />
            <p class="hint">查询码在受理时只显示一次。大小写、空格和连字符不影响查询。</p>
          </div>
          <div><button type="submit">查询</button></div>
        </form>
      </>
    ),
  });
}

const described = (fault: string | undefined) => (fault ? { 'aria-invalid': true as const } : {});
