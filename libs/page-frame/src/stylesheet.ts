import { createHash } from 'node:crypto';
import { darker } from './look.rules.js';
import { tones } from './tones.js';

/** What a city makes of the look. */
export interface Look {
  colour: string;
  /** As a `data:` address. */
  emblem?: string | undefined;
}

export interface Stylesheet {
  /** Changes with the content. */
  path: string;
  css: string;
}

const emblemOf = ({ emblem }: Look) =>
  emblem ? `.site a::before{content:"";display:inline-block;width:1.75em;height:1.75em;margin-right:.5rem;vertical-align:-.45em;background:url("${emblem}") center/contain no-repeat}` : '';

/** The one stylesheet of the portal, written by hand: system fonts, no script, no image but the city's emblem. */
const cssOf = (look: Look): string => `
:root{--brand:${look.colour};--brand-dark:${darker(look.colour)}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}html.elder{font-size:150%}.elder body{line-height:1.8}.elder p{margin-bottom:1.2rem}.elder .wrap{max-width:56rem}.elder .meta,.elder .hint,.elder .tag,.elder footer,.elder .crumbs li,.elder .n{font-size:1rem}.elder nav li a{padding-right:.75rem}
body{margin:0;display:flex;flex-direction:column;min-height:100vh;background:#f5f7fa;color:#1f2328;font:1rem/1.75 system-ui,"PingFang SC","HarmonyOS Sans SC",MiSans,"Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
.wrap{max-width:64rem;margin:0 auto;padding-left:1rem;padding-right:1rem}
a{color:var(--brand);text-underline-offset:.2em}a:visited{color:#5a3e8e}a:hover{color:var(--brand-dark)}
:focus-visible{outline:3px solid #1f2328;outline-offset:0;box-shadow:0 0 0 6px #ffd94a;border-radius:3px}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:.5rem;background:#fff;padding:.5rem 1rem;z-index:1}
header{background:#fff;border-bottom:3px solid var(--brand)}
header .wrap{padding-top:.75rem}
.site{font-size:1.25rem;font-weight:700}.site a{color:#1f2328;text-decoration:none}
.top{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;align-items:center}.settings li:last-child a{padding-right:0}
nav ul{display:flex;flex-wrap:wrap;list-style:none;margin:0;padding:0}
nav li a{display:inline-flex;align-items:center;min-height:2.75rem;padding:0 1rem 0 0;text-decoration:none}
nav a[aria-current],.foot a[aria-current]{font-weight:700;text-decoration:underline;text-decoration-thickness:3px}
.crumbs li+li::before{content:"›";padding-right:.5rem;color:#57606a}.crumbs a{padding-right:.5rem;text-decoration:underline}.crumbs li{display:flex;align-items:center;font-size:.9375rem}
main{flex:1 0 auto;width:100%;padding-top:.5rem;padding-bottom:3rem}
h1{font-size:1.5rem;line-height:1.4;margin:1rem 0 .75rem}h2{font-size:1.25rem;margin:2rem 0 .5rem}h3,h2.item{font-size:1.0625rem;margin:0}h4{font-size:1rem;margin:1rem 0 .25rem}
p{margin:0 0 .75rem}mark{background:#ffefb8;color:inherit;border-radius:2px}
.text{white-space:pre-wrap;max-width:42rem;unicode-bidi:plaintext}bdi{unicode-bidi:isolate}
.meta,footer,.hint,time.date{color:#57606a;font-size:.9375rem}
.tag{display:inline-block;padding:0 .5rem;border-radius:3px;font-size:.9375rem;color:var(--text);background:var(--tint);border:1px solid var(--edge)}
.tag i{font-style:normal;margin-right:.25rem}
.box{background:#fff;border:1px solid #d0d7de;border-left:6px solid var(--edge);border-radius:3px;padding:.75rem 1rem;margin:1rem 0}
.box h2{color:var(--text);margin:0 0 .25rem}.box p{margin:0}
.card{background:#fff;border:1px solid #d0d7de;border-radius:3px;padding:.75rem 1rem;margin:0 0 1rem}
.card h3{margin-bottom:.25rem}.card>:last-child{margin-bottom:0}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:1rem 0}dt{color:#57606a}dd{margin:0}
details{margin:.75rem 0}summary{cursor:pointer;min-height:2.75rem;display:list-item;line-height:2.75rem;color:var(--brand)}
table{border-collapse:collapse;width:100%;background:#fff}caption{text-align:left;padding:.5rem 0;color:#57606a}
th,td{border-bottom:1px solid #d0d7de;padding:.375rem .5rem;text-align:left;vertical-align:top;font-weight:400}
thead th{font-weight:700}td:first-child,th:first-child{white-space:nowrap}tr.off{color:#57606a;background:#f5f7fa}tr.due th,tr.due td{font-weight:700}
ul.list,ol.timeline{list-style:none;padding:0;margin:0}
ul.list>li{background:#fff;border:1px solid #d0d7de;border-bottom-width:0;padding:.75rem 1rem}ul.list>li:last-child{border-bottom-width:1px}
ul.list p{margin:.25rem 0 0}
ol.timeline li{border-left:3px solid #d0d7de;padding:0 0 .75rem 1rem}ol.timeline time{display:block}section+p{margin-top:1rem}
form.fields{display:grid;gap:.75rem;grid-template-columns:1fr}
label{display:block;font-weight:700}
input,select{width:100%;min-height:2.75rem;padding:.25rem .5rem;font:inherit;color:inherit;background:#fff;border:1px solid #6e7781;border-radius:3px}
textarea{width:100%;padding:.5rem;font:inherit;color:inherit;background:#fff;border:1px solid #6e7781;border-radius:3px;resize:vertical}
fieldset{margin:0;padding:.5rem 1rem;border:1px solid #d0d7de;border-radius:3px}.choice{display:flex;align-items:center;gap:.5rem;min-height:2.75rem}fieldset label{flex:1;padding:.5rem 0;font-weight:400}
input[type=radio]{flex:none;width:1.25rem;min-height:0;height:1.25rem;margin:0;padding:0}
button,.button{display:inline-flex;align-items:center;justify-content:center;min-height:2.75rem;padding:0 1.5rem;font:inherit;font-weight:700;color:#fff;background:var(--brand);border:0;border-radius:3px;cursor:pointer;text-decoration:none}
.button:visited{color:#fff}button:hover,.button:hover{background:var(--brand-dark);color:#fff}
[hidden]{display:none!important}.plain{background:#fff;color:var(--brand);border:1px solid var(--brand)}
.row{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin:1rem 0}
.row input{width:auto;min-width:0;flex:1 1 10rem}.row label{flex:1 0 100%}.promise{font-size:1.125rem;font-weight:700}
ul.acts{list-style:none;padding:0;display:grid;gap:.5rem}.acts li{display:flex;flex-wrap:wrap;gap:.25rem .75rem;align-items:center}
.figures{display:grid;grid-template-columns:repeat(2,1fr);gap:.75rem;padding:0;margin:.5rem 0;list-style:none}
.figures li{display:grid}.figures a{display:block;background:#fff;border:1px solid #d0d7de;border-radius:3px;padding:.5rem 1rem;text-decoration:none}.figures strong{display:block;font-size:1.5rem;color:#1f2328}
.error{border:3px solid #b3261e;background:#fff;padding:.75rem 1rem;margin:1rem 0;border-radius:3px}
ul.plain-list{margin:.5rem 0;padding-left:1.25rem}.error h2{margin:0 0 .25rem}.error ul{margin:0;padding-left:1.25rem}.error a{color:#8c1d18}
.fault{color:#8c1d18;font-weight:700;margin:.25rem 0}.faulty{border-left:6px solid #b3261e;padding-left:.75rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.trap{position:absolute;left:-9999px}
.letter legend,.letter .question{font-size:1.0625rem;font-weight:700}.letter fieldset p{margin:0 0 .25rem}.letter fieldset .hint{font-weight:400}
.letter .hint{margin:0 0 .25rem}.letter .choice{align-items:baseline}.letter .choice label{flex:none;font-weight:700;padding:.375rem 0}.letter .choice .hint,.letter .choice label.whole{flex:1}.letter .choice input{align-self:center}.letter fieldset{display:grid;gap:.25rem}
input[type=checkbox]{flex:none;width:1.25rem;min-height:0;height:1.25rem;margin:0}
.receipt{background:#fff;border:2px solid #2e7d4f;border-radius:3px;padding:1rem 1.25rem;max-width:42rem;margin:1rem 0}.receipt dl{margin:0}.receipt dd{margin:0 0 .75rem}.receipt strong{display:block;font-size:min(1.5rem,5vw);user-select:all}
.receipt svg{display:block;width:9rem;height:9rem;margin:.5rem 0}
.strip{background:#fff3d1;border:1px solid #9a6400;border-radius:3px;padding:.5rem 1rem;margin:1rem 0;display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;justify-content:space-between}
.reading{max-width:42rem}.scroll{overflow-x:auto}.scroll.narrow{max-width:34rem}code,pre{overflow-wrap:anywhere}pre{white-space:pre-wrap}section>section+section{margin-top:1.5rem}.reading tbody th{white-space:normal;min-width:8rem}
table.compared td,table.compared thead th{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}table.compared thead th:first-child{text-align:left}.compared tbody th{min-width:8rem}.compared .n{display:block;color:#57606a;font-size:.9375rem}
.bar{display:block;width:100%;max-width:14rem;height:.5rem;fill:var(--brand)}.trend{display:block;width:100%;max-width:34rem;height:auto;background:#fff;border:1px solid #d0d7de;border-radius:3px;margin:.5rem 0}.trend text{font-size:12px;fill:#3d444d}.trend path,.trend circle{stroke:var(--brand);stroke-width:2}.trend circle{fill:#fff}.trend .second path,.trend .second circle{stroke:#2e7d4f}.trend .grid{stroke:#d0d7de}
.headline,.six{display:grid;grid-template-columns:repeat(2,1fr);gap:.75rem;margin:1rem 0}.headline>div{background:#fff;border:1px solid #d0d7de;border-radius:3px;padding:.5rem 1rem}.headline strong{display:block;font-size:1.5rem;line-height:1.4;font-variant-numeric:tabular-nums}.six{gap:.25rem 1rem;margin:.5rem 0 0}.six .n{color:#57606a;font-size:.9375rem;margin-left:.25rem}
ul.periods{list-style:none;padding:0}.periods li{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:.5rem 0;border-bottom:1px solid #d0d7de}.periods li>:first-child{min-width:6rem}
ul.places{padding-left:0;list-style:none;margin:0}.places a{display:inline-flex;align-items:center;min-height:2.75rem}blockquote{margin:.75rem 0;padding:.25rem 1rem;border-left:4px solid #d0d7de}
ul.foot{display:flex;flex-wrap:wrap;gap:0 1.25rem;list-style:none;margin:0;padding:0}.foot a{display:inline-flex;align-items:center;min-height:2.75rem}
footer{border-top:1px solid #d0d7de;background:#fff;padding:1rem 0 2rem}footer p{display:inline-block;margin:0 1.5rem .25rem 0}
${tones}
@media (min-width:48rem){.feeds li>:first-child{min-width:20rem}.filter::details-content{content-visibility:visible;block-size:auto}.filter summary{display:none}form.fields>:last-child{align-self:end}form.fields{grid-template-columns:repeat(4,1fr)}form.narrow{grid-template-columns:1fr;max-width:28rem}form.letter{grid-template-columns:1fr;max-width:42rem}.figures,.headline{grid-template-columns:repeat(4,1fr)}.cards{display:none}.columns{display:grid;grid-template-columns:1fr 1fr;gap:0 2rem}}
@media (prefers-reduced-motion:no-preference){a,button{transition:background-color .1s}}
@media print{@page{size:A4;margin:20mm 18mm}header nav,form,.skip,.row,.acts,.crumbs,ul.foot,.button,details:not([open]){display:none}body{display:block;background:#fff;font-size:11pt;line-height:1.6}.wrap{max-width:none;padding:0}header{border-bottom:1pt solid #1f2328}a{color:inherit;text-decoration:none}h1{font-size:16pt}h2{font-size:13pt;margin-top:14pt}h1,h2,h3,caption{break-after:avoid}.card,.box,ul.list>li,tr,.figures li,.headline>div{break-inside:avoid}thead{display:table-header-group}.scroll{overflow:visible}.cards{display:none}.columns{display:block}.tag,.box,.bar{print-color-adjust:exact}.tag{border-width:1.5pt}footer{padding:8pt 0 0}}
${emblemOf(look)}
`.trim();

export function stylesheetOf(look: Look): Stylesheet {
  const css = cssOf(look);
  return { css, path: `/assets/portal.${createHash('sha256').update(css).digest('hex').slice(0, 12)}.css` };
}

export const plainLook: Look = { colour: '#0b57a4' };
export const plainStylesheet = stylesheetOf(plainLook);
