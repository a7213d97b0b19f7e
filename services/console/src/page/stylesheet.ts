import { createHash } from 'node:crypto';
import { tones } from '@wenzheng/page-frame';

/** The one stylesheet of the pages that the console's back end makes itself: system fonts, no image. */
export const stylesheet = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:#f5f7fa;color:#1f2328;font:1rem/1.75 system-ui,"PingFang SC","HarmonyOS Sans SC",MiSans,"Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
.wrap{max-width:64rem;margin:0 auto;padding:0 1rem}
a{color:#0b57a4;text-underline-offset:.2em}a:visited{color:#5a3e8e}a:hover{color:#083e77}
:focus-visible{outline:3px solid #1f2328;outline-offset:0;box-shadow:0 0 0 6px #ffd94a;border-radius:3px}
header{background:#fff;border-bottom:3px solid #0b57a4}
header .wrap{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:0 1rem;min-height:3.25rem}
.site{font-weight:700;margin:0}.who{display:flex;flex-wrap:wrap;align-items:center;gap:0 .75rem;color:#57606a;font-size:.9375rem}
main.wrap{padding-top:1rem;padding-bottom:3rem}.mark{fill:currentColor;fill-rule:evenodd;vertical-align:-.15em}
h1{font-size:1.5rem;line-height:1.4;margin:.5rem 0}h2{font-size:1.25rem;line-height:1.5;margin:1.5rem 0 .5rem}h3{font-size:1.0625rem;margin:0}
p{margin:0 0 .75rem}
.meta,.hint{color:#57606a;font-size:.9375rem}
.text{white-space:pre-wrap;unicode-bidi:plaintext;max-width:42rem}bdi{unicode-bidi:isolate;white-space:nowrap}
.tag{display:inline-block;padding:0 .5rem;border-radius:3px;font-size:.9375rem;color:var(--text);background:var(--tint);border:1px solid var(--edge)}
.tag i{font-style:normal;margin-right:.25rem}
.strip{border:1px solid var(--edge);border-left-width:6px;background:var(--tint);color:var(--text);border-radius:3px;padding:.5rem .75rem;margin:0 0 1rem}.strip p{margin:0}
.first{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}
@supports selector(:has(a)){.clamp{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:6;overflow:hidden}.letter:has(.unfold[open]) .clamp{display:block}}
.unfold[open] .more,.unfold:not([open]) .less{display:none}
.card{background:#fff;border:1px solid #d0d7de;border-radius:3px;padding:.75rem 1rem;margin:0 0 1rem}.card>:last-child{margin-bottom:0}
.card h2:first-child{margin-top:0}
ul.list{list-style:none;padding:0;margin:1rem 0}ul.list li{background:#fff;border:1px solid #d0d7de;border-bottom-width:0;padding:.75rem 1rem}ul.list li:last-child{border-bottom-width:1px}ul.list p{margin:.25rem 0 0}
ul.list h2{font-size:1.0625rem;margin:0}ul.list h2 a{display:block;padding:.25rem 0}
details{margin:0 0 1rem}summary{cursor:pointer;min-height:2.75rem;display:list-item;line-height:2.75rem;color:#0b57a4;font-weight:700}
ins,del{border-radius:3px;padding:0 .125rem}ins{background:#e3f4e8;color:#0f5a2f;text-decoration:underline}del{background:#fde8e6;color:#8c1d18}
ins i,del i{font-style:normal;font-size:.8125rem;font-weight:700;border:1px solid;border-radius:3px;padding:0 .125rem;margin-right:.125rem}
ul.findings{padding:0;margin:0;list-style:none}ul.findings li{padding:.25rem 0}ul.findings li+li{border-top:1px solid #d0d7de}
label{display:block;font-weight:700}
textarea,select,input[type=text]{width:100%;min-height:2.75rem;padding:.5rem;font:inherit;color:inherit;background:#fff;border:1px solid #6e7781;border-radius:3px}
fieldset{border:0;padding:0;margin:0 0 .75rem}legend{font-weight:700;padding:0}.choice{display:flex;align-items:center;gap:.5rem;min-height:2.75rem}.choice label{font-weight:400;flex:1;padding:.5rem 0}
input[type=radio],input[type=checkbox]{flex:none;width:1.25rem;height:1.25rem;margin:0}
button,.button{display:flex;width:100%;align-items:center;justify-content:center;min-height:3rem;padding:0 1.5rem;font:inherit;font-weight:700;color:#fff;background:#0b57a4;border:1px solid #0b57a4;border-radius:3px;cursor:pointer;text-decoration:none}
.button:visited{color:#fff}button:hover,.button:hover{background:#083e77;color:#fff}
.plain,.plain:visited{background:#fff;color:#0b57a4}.danger{background:#fff;color:#8c1d18;border-color:#b3261e}.danger:hover{background:#b3261e}
.link{width:auto;min-height:2.75rem;padding:0 .25rem;border:0;background:none;color:#0b57a4;font-weight:400;text-decoration:underline;text-underline-offset:.2em}.link:hover{background:none;color:#083e77}
summary.button{list-style:none}summary.button::-webkit-details-marker{display:none}.full{grid-column:1/-1}
.actions{display:grid;gap:.75rem;margin:1rem 0}
.error h2{margin-top:0}.error{border:3px solid #b3261e;background:#fff;padding:.75rem 1rem;margin:0 0 1rem;border-radius:3px}.error :last-child{margin-bottom:0}.fault{color:#8c1d18;font-weight:700;margin:0}.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
${tones}
@media (min-width:48rem){summary.button{max-width:16rem}.actions{grid-template-columns:repeat(auto-fit,minmax(10rem,16rem))}.columns{display:grid;grid-template-columns:1fr 1fr;gap:0 1.5rem;align-items:start}}
@media (prefers-reduced-motion:no-preference){a,button{transition:background-color .1s}}
`.trim();

export const stylesheetPath = `/assets/pages.${createHash('sha256').update(stylesheet).digest('hex').slice(0, 12)}.css`;
