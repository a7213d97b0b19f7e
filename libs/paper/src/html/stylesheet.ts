import { cellPadding, charactersOfLine, lineHeight, linesOfPage, markSize, ruleOfTable, size, tableLine } from '../grid.rules.js';

const red = '#e60012';
const song = `FZXiaoBiaoSong-B05S,FZXiaoBiaoSong-B05,方正小标宋简体,STZhongsong,FandolSong,'Noto Serif CJK SC',SimSun,serif`;
const fang = `Figures,FangSong_GB2312,仿宋_GB2312,FangSong,STFangsong,FandolFang,'Noto Serif CJK SC',serif`;
const hei = `Figures,SimHei,STHeiti,FandolHei,'Noto Sans CJK SC',sans-serif`;
const kai = `KaiTi_GB2312,楷体_GB2312,KaiTi,STKaiti,FandolKai,'LXGW WenKai','Noto Serif CJK SC',serif`;

const line = `calc(225mm/${linesOfPage})`;
const pt = (value: number) => `${Math.round(value * 100) / 100}pt`;
const upTo = (most: number, least = 1) => Array.from({ length: most - least + 1 }, (_, index) => least + index);

/** Widths of the sheet on screens that are narrower than it, from which it is shown smaller; below the last it is read as a page. */
const sheetWidth = 794;
const narrowest = 480;
const zooms = upTo(Math.ceil((sheetWidth + 32 - narrowest) / 20), 0).map((step) => sheetWidth + 32 - step * 20);

/**
 * The sheet is laid out before: each line stands where it is set, so that 22 lines of 28 characters come out whatever the reader's fonts. Figures and Latin
 * letters are as wide as Times has them. Nothing is loaded, nothing runs.
 */
export const stylesheet = `
@font-face{font-family:Figures;src:local('Times New Roman'),local('TimesNewRomanPSMT'),local('Liberation Serif'),local('LiberationSerif'),local('Tinos');unicode-range:U+20-7E}
@page{size:210mm 297mm;margin:0}
@page wide{size:297mm 210mm;margin:0}
*{box-sizing:border-box}
html{-webkit-print-color-adjust:exact;print-color-adjust:exact}
body{margin:0;color:#000;font:${size.body}pt/${line} ${fang}}
p,h1,h2,table,dl,dd,dt{margin:0;font-weight:400;font-size:inherit}
.sheet{position:relative;width:210mm;height:297mm;padding:37mm 26mm 0 28mm;background:#fff;overflow:hidden;break-after:page;break-inside:avoid}
.sheet:last-child{break-after:auto}
.wide{page:wide;width:297mm;height:210mm;padding:28mm 37mm 0 35mm}
.text{letter-spacing:calc(156mm/${charactersOfLine} - ${size.body}pt)}
.line{display:block;height:${line};line-height:${line};white-space:pre;text-align:justify;text-align-last:justify}
.end{text-align-last:left}
.unit{white-space:nowrap}
${upTo(6).map((count) => `.i${count}{padding-left:calc(${count}*156mm/${charactersOfLine})}`).join('')}
.heading,.annex{font-family:${hei}}
.caption{font-size:${size.small}pt;letter-spacing:0}
h1{font-family:Figures,${song};font-size:${size.title}pt;line-height:${pt(1.25 * lineHeight)};text-align:center;letter-spacing:0}
h1 .line{height:auto;line-height:inherit;text-align:center;text-align-last:center}
${upTo(linesOfPage).map((count) => `.h${count}{height:calc(${count}*225mm/${linesOfPage})}`).join('')}
.mark{color:${red};font-family:${song};line-height:1.2;text-align:center;white-space:nowrap}
${upTo(30, 4).map((length) => `.document .m${length}{font-size:${markSize('字'.repeat(length), 'document')}pt}.letter .m${length}{font-size:${markSize('字'.repeat(length), 'letter')}pt}`).join('')}
.document .mark{padding-top:35mm}
.document .number{display:flex;justify-content:center;margin-top:calc(2*225mm/${linesOfPage});border-bottom:.8mm solid ${red};padding-bottom:4mm;height:calc(225mm/${linesOfPage} + 4.8mm)}
.document .upward{justify-content:space-between;padding-left:1em;padding-right:1em}
.signatory{font-family:${kai}}
.letter .mark{position:absolute;left:0;right:0;top:30mm;height:15mm;line-height:15mm}
.rule{position:absolute;left:20mm;width:170mm;height:1.6mm;border:solid ${red}}
.over{top:49mm;border-width:.9mm 0 .35mm}.under{bottom:20mm;border-width:.35mm 0 .9mm}
.letter .number{padding-top:calc(13.6mm + ${pt((7 / 8) * size.body - (lineHeight - size.body) / 2)});text-align:right}
.signature{width:max-content;max-width:100%;margin:0 calc(4*156mm/${charactersOfLine}) 0 auto;text-align:center;letter-spacing:calc(156mm/${charactersOfLine} - ${size.body}pt)}
.signature p{white-space:nowrap}
table{border-collapse:collapse;table-layout:fixed;width:100%;font-size:${size.table}pt;line-height:${pt(tableLine)};letter-spacing:0}
th,td{border:${pt(ruleOfTable)} solid #000;padding:${pt(cellPadding.y)} ${pt(cellPadding.x - ruleOfTable / 2)};font-weight:400;vertical-align:middle;text-align:left;white-space:nowrap}
thead th{text-align:center;font-family:${hei}}
.right{text-align:right}.center{text-align:center}
.cut{display:block}
.imprint{position:absolute;left:28mm;right:26mm;bottom:35mm;font-size:${size.small}pt}
.imprint .line{padding-left:1em;padding-right:1em}.imprint .i3{padding-left:4em}
.document .imprint{border-top:.35mm solid #000;border-bottom:.35mm solid #000}
.printed{display:flex;justify-content:space-between;height:${line};padding:0 1em}
.document .copies+.printed{border-top:.25mm solid #000}
.folio{position:absolute;bottom:calc(28mm - 1em);right:calc(26mm + 1em);font:${size.small}pt/1 SimSun,'Noto Serif CJK SC',serif;white-space:pre}
.even .folio{right:auto;left:calc(28mm + 1em)}
.wide .folio{right:auto;bottom:calc(26mm + 1em);left:calc(28mm - 1em);writing-mode:vertical-rl}
.even.wide .folio{bottom:auto;left:calc(28mm - 1em);top:calc(28mm + 1em)}
.draft .sheet::before{content:'草稿';position:absolute;inset:40% 0 auto;text-align:center;font:72pt/1 ${hei};letter-spacing:.5em;text-indent:.5em;color:#ddd}
.sheet>*{position:relative}.sheet>.rule,.sheet>.imprint,.sheet>.folio,.letter .sheet>.mark{position:absolute}
@media screen{html{background:#e6e9ec}main{padding:12px 0;width:max-content;margin:0 auto}.sheet{margin:0 auto 12px;box-shadow:0 1px 4px #0004}}
${zooms.map((width) => `@media screen and (max-width:${width}px){main{zoom:${Math.floor(((width - 20) / (sheetWidth + 12)) * 100) / 100}}}`).join('\n')}
@media screen and (max-width:${narrowest}px){main{zoom:1;width:auto;padding:0}body{font-size:12pt;line-height:1.75}
.sheet,.wide{width:auto;height:auto;margin:0;padding:1rem;box-shadow:none}.text,.signature{letter-spacing:0}
.line{display:inline;padding:0;white-space:normal;line-height:inherit}.text{text-indent:2em}.to,.annex,.caption{text-indent:0}[class*=' h']{height:auto;margin-bottom:.75em}.gap{display:none}
h1,h1 .line{font-size:16pt;line-height:1.5}.document .mark,.letter .sheet>.mark{position:static;height:auto;padding:1rem 0 0;font-size:18pt;line-height:1.5;white-space:normal}.rule,.folio{display:none}
.document .number,.letter .number{height:auto;margin:1rem 0;padding:0 0 .5rem;border-bottom:2px solid ${red};flex-wrap:wrap}.table{overflow-x:auto}table{font-size:11pt;table-layout:auto}td,th{white-space:normal;min-width:4.5em}
.imprint{position:static;margin-top:1.5rem}.signature{margin-right:1em}.signature p{white-space:normal}.printed{height:auto;flex-wrap:wrap}.draft .sheet::before{font-size:40pt}}
`.trim();

