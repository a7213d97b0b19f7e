import { Breadcrumb, languageOf, readerIn, renderPage, type Language, type Site } from '@wenzheng/page-frame';
import type { ComponentChildren } from 'preact';

const words = {
  zh: { home: '首页', title: '无障碍说明', elder: '换成长辈版', standard: '换回标准版', report: '遇到困难的，请告诉我们：', nobody: '遇到困难的，请在“我要留言”中告诉我们。' },
  en: { home: 'Home', title: 'Accessibility', elder: 'Switch to large type', standard: 'Back to standard type', report: 'If something is hard to use, please tell us: ', nobody: 'If something is hard to use, please write to us.' },
} as const;

/** 无障碍说明: what holds, what does not, and whom to tell. */
export function accessibilityPage(site: Site): string {
  const { language, view } = readerIn(site);
  const own = words[languageOf(site)];
  return renderPage({
    site,
    title: own.title,
    current: 'accessibility',
    isBilingual: true,
    children: (
      <div class="reading">
        <Breadcrumb path={[{ href: '/', name: own.home }]} here={own.title} />
        <h1>{own.title}</h1>
        <p><a class="button" href={`/preferences?view=${view === 'elder' ? 'standard' : 'elder'}`} rel="nofollow">{view === 'elder' ? own.standard : own.elder}</a></p>
        {texts[language]}
        <p>{site.contact || site.hotline ? `${own.report}${[site.contact, site.hotline].filter((one) => one).join(language === 'zh' ? '，' : ', ')}` : own.nobody}</p>
      </div>
    ),
  });
}

const texts: Readonly<Record<Language, ComponentChildren>> = {
  zh: (
    <>
      <h2>可以怎样使用</h2>
      <ul>
        <li>长辈版：正文不小于18磅，按钮和链接更大、间距更宽，菜单更短，内容与标准版相同，没有弹窗；选择一次，一年内有效。</li>
        <li>只用键盘：每页开头可以“跳到正文”，焦点所在处有深色和黄色的双重边框，顺序与阅读顺序一致。</li>
        <li>读屏软件：标题、列表、表格和表单都有名称；办理状态用文字说明，不只靠颜色。</li>
        <li>放大到400%、宽320像素的屏幕，不需要左右滚动；宽的表格在自己的区域内滚动。</li>
        <li>关闭脚本、使用系统高对比度颜色、黑白打印，功能和内容不减少。</li>
        <li>没有自动播放、闪烁和限时填写的内容；填错、断线时，已填的文字不会丢失。</li>
      </ul>
      <h2>依据的标准</h2>
      <p>按《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668）和《网页内容无障碍指南》（WCAG 2.2）AA级制作，每次发布前用软件逐页检查。</p>
      <h2>还做不到的</h2>
      <ul>
        <li>市民和单位上传的图片、文件，不一定有文字说明；需要文字版的，请与承办单位联系。</li>
        <li>英文只有栏目、说明和主要页面，留言和答复保持原文。</li>
      </ul>
    </>
  ),
  en: (
    <>
      <h2>How it can be used</h2>
      <ul>
        <li>Large type: text of at least 18 points, larger and wider-spaced buttons and links, a shorter menu, the same content, no pop-ups; chosen once, it stays for a year.</li>
        <li>Keyboard alone: each page begins with “Skip to content”; the focus has a dark and a yellow ring and moves in reading order.</li>
        <li>Screen readers: headings, lists, tables and forms have names; a status is said in words, never by colour alone.</li>
        <li>At 400 % and on screens 320 pixels wide nothing scrolls sideways, but wide tables within their own region.</li>
        <li>Without script, in high-contrast colours and in black-and-white print nothing is missing.</li>
        <li>Nothing plays, blinks or runs out while you write; what you have typed is not lost by an error or a lost connection.</li>
      </ul>
      <h2>The standards</h2>
      <p>Made to GB/T 37668 and to the Web Content Accessibility Guidelines (WCAG) 2.2, level AA, and checked page by page by software before each release.</p>
      <h2>What falls short</h2>
      <ul>
        <li>Pictures and files that people and units have uploaded may come without a description.</li>
        <li>English covers the frame, help and the main pages; messages and replies stay in Chinese.</li>
      </ul>
    </>
  ),
};
