import type { BusinessDate } from '@wenzheng/working-days';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { dateWords } from '@wenzheng/wording';
import { stylesheet } from './stylesheet.js';

/** The parts of an official document 公文, in the order in which GB/T 9704-2012 sets them. */
export interface Paper {
  /** 发文机关标志, in red. */
  head: string;
  /** 发文字号; null while it is not signed. */
  number: string | null;
  /** 签发人, for what goes upwards. */
  signatory?: string | null;
  title: string;
  /** 主送机关 */
  to: string | null;
  body: ComponentChildren;
  /** 附件说明 */
  attachments?: readonly string[];
  /** 发文机关署名 */
  from: string;
  /** 成文日期: that of the signature. */
  on: BusinessDate | null;
  /** 抄送机关 */
  copies?: readonly string[];
  /** 印发机关 */
  printedBy: string;
  annexes?: ComponentChildren;
}

function Document(paper: Paper) {
  const { head, number, signatory, title, to, body, attachments = [], from, on, copies = [], printedBy, annexes } = paper;
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{number ? `${number} ${title}` : `${title}（草稿）`}</title>
        <style>{stylesheet}</style>
      </head>
      <body>
        {number ? null : <div class="draft" aria-hidden="true">草稿</div>}
        <header>
          <p class="head">{head}</p>
          <p class="number">
            <span>{number ?? '（签发时编号）'}</span>
            {signatory ? <span>签发人：{signatory}</span> : null}
          </p>
        </header>
        <h1>{title}</h1>
        {to ? <p class="to">{to}：</p> : null}
        <section class="body">{body}</section>
        {attachments.length > 0 ? <Attachments names={attachments} /> : null}
        <section class="close">
          <p class="sign">{from}</p>
          <p class="sign">{on ? dateWords(on) : '（签发日期）'}</p>
        </section>
        <footer>
          <p>{copies.length > 0 ? `抄送：${copies.join('，')}。` : '抄送：无。'}</p>
          <p>
            <span>{printedBy}</span>
            <span>{on ? `${dateWords(on)}印发` : '未印发'}</span>
          </p>
        </footer>
        {annexes}
      </body>
    </html>
  );
}

function Attachments({ names }: { names: readonly string[] }) {
  return (
    <section class="body">
      {names.map((name, index) => <p key={name}>{index === 0 ? '附件：' : '　　　'}{names.length > 1 ? `${index + 1}. ` : ''}{name}</p>)}
    </section>
  );
}

/** A whole HTML document. Every value goes through Preact, which escapes it. */
export const renderPaper = (paper: Paper): string => `<!DOCTYPE html>${renderToString(<Document {...paper} />)}`;
