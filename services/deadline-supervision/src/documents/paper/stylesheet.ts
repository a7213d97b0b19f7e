import { createHash } from 'node:crypto';

/**
 * GB/T 9704-2012: A4, 天头 37 mm, 订口 28 mm, 版心 156 × 225 mm, 22 lines of 28 characters of 3号仿宋 (16 pt; 28 × 16 pt would
 * be 158 mm, so the pitch is a little less), red head 小标宋, 发文字号 above a red rule as wide as the 版心, title 2号小标宋, 版记 in
 * 4号 between rules of 0.35 mm, page numbers 4号 outside. Fonts are those of the reader's machine. On a screen narrower than the sheet
 * it is read, not measured: smaller type, no margins, and tables that scroll.
 */
export const stylesheet = `
@page{size:210mm 297mm;margin:37mm 26mm 35mm 28mm;@bottom-right{content:'— ' counter(page) ' —';font:14pt SimSun,serif}}
@page :left{@bottom-right{content:none}@bottom-left{content:'— ' counter(page) ' —';font:14pt SimSun,serif}}
@page annex{size:297mm 210mm;margin:28mm 37mm 26mm 35mm}
*{box-sizing:border-box}
body{margin:0;color:#000;background:#fff;font:16pt FangSong_GB2312,FangSong,STFangsong,'Fandol Fang','Noto Serif CJK SC',serif;line-height:calc(225mm/22);letter-spacing:calc(156mm/28 - 16pt);line-break:strict;text-align:justify;overflow-wrap:anywhere}
p,h1,h2,header,section,dl,table{margin:0}
.head{text-align:center;color:#e60012;font-family:FZXiaoBiaoSong-B05,STZhongsong,'Noto Serif CJK SC',serif;font-size:42pt;line-height:1.3;letter-spacing:0;padding-top:35mm}
.number{display:flex;justify-content:space-between;margin-top:calc(225mm/11);padding:0 1em;border-bottom:0.8mm solid #e60012;padding-bottom:4mm}
.number>:only-child{margin:0 auto}
h1{font:400 22pt/calc(225mm/16) FZXiaoBiaoSong-B05,STZhongsong,'Noto Serif CJK SC',serif;text-align:center;letter-spacing:0;margin:calc(225mm/11) 0 calc(225mm/22)}
h2{font:400 16pt SimHei,'Noto Sans CJK SC',sans-serif;line-height:inherit;text-indent:2em;break-after:avoid}
.body p{text-indent:2em;white-space:pre-line}
.to,.body p.flush{text-indent:0}
table{border-collapse:collapse;width:100%;font-size:12pt;line-height:1.5;letter-spacing:0;text-align:left}
caption{text-align:left;font-size:14pt}
th,td{border:0.25mm solid #000;padding:1mm 1.5mm;font-weight:400;vertical-align:top}
thead{display:table-header-group}tr{break-inside:avoid}
.date,td.date,.nowrap{white-space:nowrap}
td.number-cell{text-align:right}
.close{break-inside:avoid;break-before:avoid}
.sign{margin-top:calc(225mm/22);padding-right:4em;text-align:right}
.annex{page:annex;break-before:page}
.digest{font-family:monospace;font-size:10.5pt;letter-spacing:0;text-align:left}
footer{break-inside:avoid;margin-top:calc(225mm/11);border-top:0.35mm solid #000;border-bottom:0.35mm solid #000;font-size:14pt;line-height:1.6;letter-spacing:0}
footer p{padding:0 1em}footer p+p{border-top:0.25mm solid #000;display:flex;justify-content:space-between}
.draft{position:fixed;top:45%;left:0;right:0;text-align:center;font-size:72pt;letter-spacing:.5em;color:#ddd;z-index:-1}
@media screen{body{max-width:210mm;margin:0 auto;padding:0 26mm 35mm 28mm}}
@media screen and (max-width:210mm){body{padding:0 1rem 2rem;font-size:12pt;line-height:1.75;letter-spacing:0}.head{font-size:24pt;padding-top:1.5rem}.number{margin-top:1.5rem}h1{font-size:16pt;line-height:1.5;margin:1.5rem 0 1rem}h2{font-size:12pt}.sign{padding-right:1em}footer{margin-top:2rem;font-size:11pt}table{display:block;overflow-x:auto;font-size:11pt}caption{display:block;font-size:11pt}th,td{min-width:5em}.draft{font-size:48pt}}
`.trim();

/** The page carries its style and nothing else: no script, no image, no address. */
export const contentSecurityPolicy =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(stylesheet).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'`;
