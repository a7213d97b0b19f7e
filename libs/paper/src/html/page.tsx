import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Line } from '../lines.rules.js';
import type { Column, Paper } from '../paper.js';
import { sheetsOf, type Fragment, type Imprint, type Sheet } from '../sheets.rules.js';
import { isWhole, unitsOf } from '../units.rules.js';
import { stylesheet } from './stylesheet.js';

/** A whole HTML document, as it is printed. Every value goes through Preact, which escapes it. */
export const paperPage = (paper: Paper): string => `<!DOCTYPE html>${renderToString(<Page paper={paper} />)}`;

function Page({ paper }: { paper: Paper }) {
  const { form, number, title, isDraft } = paper;
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{isDraft ? `${title}（草稿）` : number === null ? title : `${number} ${title}`}</title>
        <style>{stylesheet}</style>
      </head>
      <body class={isDraft ? `${form} draft` : form}>
        <main>{sheetsOf(paper).map((sheet, index) => <SheetView key={index} sheet={sheet} isFirst={index === 0} isEven={index % 2 === 1} paper={paper} />)}</main>
      </body>
    </html>
  );
}

function SheetView({ sheet: { isWide, folio, fragments, imprint }, isFirst, isEven, paper }: { sheet: Sheet; isFirst: boolean; isEven: boolean; paper: Paper }) {
  return (
    <section class={['sheet', ...(isWide ? ['wide'] : []), ...(isEven ? ['even'] : [])].join(' ')}>
      {fragments.map((fragment, index) => <FragmentView key={index} fragment={fragment} paper={paper} isTitle={isFirst} />)}
      {isFirst && paper.form === 'letter' ? <div class="rule under" /> : null}
      {imprint ? <ImprintView imprint={imprint} /> : null}
      {folio === null ? null : <p class="folio">— {folio} —</p>}
    </section>
  );
}

const high = (lines: number) => `h${lines}`;

function FragmentView({ fragment, paper, isTitle }: { fragment: Fragment; paper: Paper; isTitle: boolean }) {
  const { lines } = fragment;
  switch (fragment.kind) {
    case 'head':
      return <HeadView paper={paper} lines={lines} />;
    case 'gap':
      return <div class={`gap ${high(lines)}`} />;
    case 'title': {
      const texts = fragment.texts.map((text) => <span class="line" key={text}><Units text={text} /></span>);
      return <div class={`title ${high(lines)}`}>{isTitle ? <h1>{texts}</h1> : <h1 role="heading" aria-level={2}>{texts}</h1>}</div>;
    }
    case 'text':
      return <TextView role={fragment.role} set={fragment.set} lines={lines} />;
    case 'table':
      return <div class={`table ${high(lines)}`}><TableView columns={fragment.columns} head={fragment.head} rows={fragment.rows} /></div>;
    case 'signature':
      return (
        <div class={`signature ${high(lines)}`}>
          <p>{paper.from}</p>
          <p>{paper.on ?? '　　　　年　月　日'}</p>
        </div>
      );
  }
}

function HeadView({ paper: { form, mark, number, signatory }, lines }: { paper: Paper; lines: number }) {
  const length = Math.min(30, Math.max(4, [...(mark ?? '')].length));
  return (
    <>
      {form === 'letter' ? <p class={`mark m${length}`}>{mark}</p> : null}
      {form === 'letter' ? <div class="rule over" /> : null}
      <div class={`head ${high(lines)}`}>
        {form === 'document' ? <p class={`mark m${length}`}>{mark}</p> : null}
        <p class={signatory === null ? 'number text' : 'number text upward'}>
          <span class="unit">{number}</span>
          {signatory === null ? null : <span>签发人：<span class="signatory">{signatory}</span></span>}
        </p>
      </div>
    </>
  );
}

function TextView({ role, set, lines }: { role: string; set: readonly Line[]; lines: number }) {
  const content = set.map((line, index) => <LineView key={index} line={line} />);
  const named = `text ${role} ${high(lines)}`;
  return role === 'heading' || role === 'annex' ? <h2 class={named}>{content}</h2> : <p class={named}>{content}</p>;
}

function LineView({ line: { text, indent, isEnd } }: { line: Line }) {
  return <span class={['line', ...(indent > 0 ? [`i${indent}`] : []), ...(isEnd ? ['end'] : [])].join(' ')}><Units text={text} /></span>;
}

/** Numbers and dates stay whole on a narrow screen too. */
function Units({ text }: { text: string }) {
  const parts: ComponentChildren[] = [];
  let plain = '';
  for (const unit of unitsOf(text)) {
    if (!isWhole(unit)) plain += unit;
    else {
      parts.push(plain, <span class="unit">{unit}</span>);
      plain = '';
    }
  }
  return <>{parts}{plain}</>;
}

function TableView({ columns, head, rows }: { columns: readonly Column[]; head: readonly string[][]; rows: readonly string[][][] }) {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  return (
    <table>
      <colgroup>{columns.map(({ width }, index) => <col key={index} width={`${Math.round((width / whole) * 10_000) / 100}%`} />)}</colgroup>
      <thead>
        <tr>{head.map((lines, index) => <th key={index} scope="col"><Cuts lines={lines} /></th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>{row.map((lines, index) => <td key={index} class={columns[index]?.align === 'left' ? undefined : columns[index]?.align}><Cuts lines={lines} /></td>)}</tr>
        ))}
      </tbody>
    </table>
  );
}

const Cuts = ({ lines }: { lines: readonly string[] }) => <>{lines.map((line, index) => <span class="cut" key={index}><Units text={line} /></span>)}</>;

function ImprintView({ imprint: { copies, printed } }: { imprint: Imprint }) {
  return (
    <div class="imprint">
      {copies.length > 0 ? <p class="copies">{copies.map((line, index) => <LineView key={index} line={{ ...line, indent: index === 0 ? 0 : 3 }} />)}</p> : null}
      {printed ? <p class="printed"><span>{printed.by}</span><span class="unit">{printed.on}</span></p> : null}
    </div>
  );
}
