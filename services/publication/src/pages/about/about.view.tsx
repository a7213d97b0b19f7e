import { Breadcrumb, languageOf, promiseOf, renderPage, siteTitle, type Language, type Site } from '@wenzheng/page-frame';
import type { ComponentChildren } from 'preact';

const words = { zh: { home: '首页', title: '关于本网站', submit: '我要留言' }, en: { home: 'Home', title: 'About this website', submit: 'Write to us' } } as const;

/** 关于本网站: what it is for, who does what, and how anybody can check it. */
export function aboutPage(site: Site): string {
  const language = languageOf(site);
  const own = words[language];
  return renderPage({
    site,
    title: own.title,
    current: 'about',
    isBilingual: true,
    children: (
      <div class="reading">
        <Breadcrumb path={[{ href: '/', name: own.home }]} here={own.title} />
        <h1>{own.title}</h1>
        <p class="promise">{promiseOf(site)}</p>
        {texts[language](siteTitle(site))}
        <p><a class="button" href="/submit">{own.submit}</a></p>
      </div>
    ),
  });
}

const texts: Readonly<Record<Language, (title: string) => ComponentChildren>> = {
  zh: (title) => (
    <>
      <p>{title}是市民向本市各级各部门咨询、投诉、求助、提意见和建议的地方。每件留言登记一次，得到一个受理编号，由承办单位以单位名义公开答复。</p>
      <h2>怎样办理</h2>
      <ol>
        <li>受理登记：当场给出受理编号和查询码，时限从此起算。</li>
        <li>分派：按职责交承办单位；一时不能确定的，由市政府信息办分派，时限照常计算。</li>
        <li>答复：承办单位在3个工作日内答复，确需延长的公开说明，最长10个工作日。<a href="/help/deadlines">时限怎么算</a></li>
        <li>审核公开：答复须回答所问，只写“已收悉”“已转办”的退回重写；电话、证件号等个人信息隐去后公开。</li>
        <li>评价和追问：留言人凭编号和查询码评价、追问；不满意的可以二次办理。</li>
        <li>督办：超期的自动催办，并报督查、监察机关；承办单位和本网站自己的超期都公开。</li>
      </ol>
      <h2>在哪里留言都一样</h2>
      <p>政府网站、市民心声、在线访谈、电子信箱、网民座谈会、政务微博六个渠道收到的，按同样的规则登记、办理和公开，答复回到原来的渠道。各渠道是否畅通，见<a href="/about/channels">渠道运行情况</a>。</p>
      <h2>怎样核对</h2>
      <p>每项数字都能点开看到它所计的留言，见<a href="/statistics">办理统计</a>；公开过的每件事记在只能增加、不能改动的日志里，任何人可以核验，见<a href="/log">公开留痕</a>；数据可以整体取用，见<a href="/data">开放数据</a>和<a href="/feeds">订阅</a>。</p>
      <h2>不适合在这里办的</h2>
      <p>急难险情请拨110、119、120。已经进入诉讼、仲裁、行政复议或者信访程序的，请在原程序中反映。举报不公开，由市政府信息办处理，不交被举报的单位。</p>
    </>
  ),
  en: (title) => (
    <>
      <p>{title} is where people put questions, complaints, requests for help, opinions and suggestions to the city’s government units. Each message is registered once, gets a number, and is answered in public in the name of the responsible unit.</p>
      <h2>What happens to a message</h2>
      <ol>
        <li>Registration: you get a message number and a tracking code at once, and the time limit begins.</li>
        <li>Assignment: it goes to the unit whose duty it is; where that is not clear the information office decides, while the time runs.</li>
        <li>Reply: within 3 working days; where more time is needed the unit says why in public; never more than 10 working days. <a href="/help/deadlines">How time limits count</a></li>
        <li>Review and publication: a reply that answers nothing goes back; telephone and identity numbers are hidden before anything is shown.</li>
        <li>Rating and follow-up: with number and code its writer can rate the reply and ask again.</li>
        <li>Supervision: what is overdue is urged automatically and reported; the units’ lateness and our own are both public.</li>
      </ol>
      <h2>All ways in are alike</h2>
      <p>Messages from the website, the board, interviews, mailboxes, forums and microblogs are registered, handled and published by the same rules, and the reply goes back where the message came from. See <a href="/about/channels">channel status</a>.</p>
      <h2>How to check us</h2>
      <p>Every figure opens the messages it counts: <a href="/statistics">statistics</a>. Everything ever made public stands in a log that can only grow, which anybody can verify: <a href="/log">public record</a>. The data can be taken whole: <a href="/data">open data</a>, <a href="/feeds">feeds</a>.</p>
      <h2>What does not belong here</h2>
      <p>In an emergency call 110, 119 or 120. Matters in court, arbitration, administrative review or petition are to be raised there. Reports of wrongdoing are never public and are never handed to the unit concerned.</p>
      <p>Messages are written and answered in Chinese; this website shows them as they were written.</p>
    </>
  ),
};
