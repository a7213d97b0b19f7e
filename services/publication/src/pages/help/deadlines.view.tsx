import { Breadcrumb, inChinese, languageOf, renderPage, type Language, type Site } from '@wenzheng/page-frame';
import { datesIn, explainedDayLabel } from '@wenzheng/wording';
import type { BusinessDate, Editions } from '@wenzheng/working-days';
import type { ComponentChildren } from 'preact';

/** 国庆节 with a working Sunday before it and seven days off behind: what people ask about is all in it. */
const example: BusinessDate = '2026-09-18';
const [replyDays, atMost] = [3, 10];

const words = {
  zh: {
    home: '首页', title: '时限怎么算', quoted: '原文', counting: '怎样计数', exampleHeading: '举例', today: '今天受理的，什么时候答复',
    lead: '每件有效留言都有一个应答复日和一个最迟答复日，从受理登记那一刻起就确定了。谁来承办、转到哪里、退回几次，都不改变它们。',
    caption: (day: string) => `${day}受理的留言，逐日计算`, date: '日期', weekday: '星期', how: '怎样计算', replyDue: ' ← 应答复日', finalDue: ' ← 最迟答复日',
    todayIs: (today: string, due: string, last: string) => `${today}受理的留言，应于${due}24时前答复；公开说明延期的，最迟于${last}24时前答复。`, provisional: '其中有的日子，国务院办公厅的放假安排尚未公布，日期暂定；公布后可能调整，调整前不计超期。',
    each: '每件留言的页面都写明自己的日期，并可逐日展开。', board: '到市民心声看看',
  },
  en: {
    home: 'Home', title: 'How time limits count', quoted: 'In the words of the rule', counting: 'What is counted', exampleHeading: 'An example', today: 'When is a message of today answered?',
    lead: 'Every valid message has a day by which it is to be answered and a last possible day, both fixed the moment it is registered. Who handles it, where it is passed to and how often it is returned changes neither.',
    caption: (day: string) => `A message registered on ${day}, day by day`, date: 'Date', weekday: 'Day', how: 'How it counts', replyDue: ' ← reply due', finalDue: ' ← last possible day',
    todayIs: (today: string, due: string, last: string) => `A message registered on ${today} is to be answered before 24:00 on ${due}; after a public extension notice, before 24:00 on ${last} at the latest.`, provisional: 'For some of these days the State Council has not announced the holidays yet: the dates are provisional and may change, and nothing counts as overdue until then.',
    each: 'The page of each message states its own dates and explains them day by day.', board: 'See the citizens’ board',
  },
} as const;

/** 时限怎么算: the rule in its own words, what is counted, and examples that the calendar itself has worked out. */
export function deadlinesPage({ site, today, calendars }: { site: Site; today: BusinessDate; calendars: Editions }): string {
  const language = languageOf(site);
  const own = words[language];
  const calendar = calendars.of(null);
  const [due, last] = [calendar.addWorkingDays(today, replyDays), calendar.addWorkingDays(today, atMost)];
  const full = (date: BusinessDate) => `${datesIn[language].full(date)}${language === 'zh' ? `（${datesIn.zh.weekday(date)}）` : ` (${datesIn.en.weekday(date)})`}`;
  return renderPage({
    site,
    title: own.title,
    current: 'deadlines',
    isBilingual: true,
    children: (
      <div class="reading">
        <Breadcrumb path={[{ href: '/', name: own.home }]} here={own.title} />
        <h1>{own.title}</h1>
        <p>{own.lead}</p>
        {due.dueOn && last.dueOn ? <p class="promise">{own.todayIs(full(today), full(due.dueOn), full(last.dueOn))}</p> : null}
        {due.provisional || last.provisional ? <p>{own.provisional}</p> : null}
        <h2>{own.quoted}</h2>
        {rules[language]}
        <blockquote {...inChinese(language)}>
          <p>“3个工作日内以单位名义在‘市民心声’做出答复”；“对确需延长办理时限的帖子，有关部门要在3个工作日内在网上作出说明”；“最长办理时限不得超过10个工作日”。</p>
          <p class="meta">淮府办〔2011〕118号第二部分第（二）项</p>
          <p>“按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。”</p>
          <p class="meta">《中华人民共和国民法典》第二百零一条第一款</p>
        </blockquote>
        <h2>{own.counting}</h2>
        {counting[language]}
        <h2>{own.exampleHeading}</h2>
        <ExampleDays language={language} calendars={calendars} />
        <p>{own.each}<a href="/messages">{own.board}</a></p>
      </div>
    ),
  });
}

function ExampleDays({ language, calendars }: { language: Language; calendars: Editions }) {
  const own = words[language];
  const calendar = calendars.of(null);
  const dueOn = calendar.addWorkingDays(example, replyDays).dueOn;
  const finalDueOn = calendar.addWorkingDays(example, atMost).dueOn;
  return (
    <table>
      <caption>{own.caption(datesIn[language].full(example))}</caption>
      <thead><tr><th scope="col">{own.date}</th><th scope="col">{own.weekday}</th><th scope="col">{own.how}</th></tr></thead>
      <tbody>
        {calendar.explain(example, atMost).map((day) => (
          <tr key={day.date} class={day.date === dueOn || day.date === finalDueOn ? 'due' : day.counted ? '' : 'off'}>
            <th scope="row"><time datetime={day.date}>{datesIn[language].short(day.date, 2026)}</time></th>
            <td>{datesIn[language].weekday(day.date).replace('星期', '')}</td>
            <td>{explainedDayLabel(day, language, day.paper && calendars.titleOf(day.paper)?.[language])}{day.date === dueOn ? own.replyDue : ''}{day.date === finalDueOn ? own.finalDue : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const rules: Readonly<Record<Language, ComponentChildren>> = {
  zh: (
    <ul>
      <li>受理后3个工作日内，以单位名义公开答复。</li>
      <li>确需延长的，在同样的3个工作日内公开说明理由和新的日期。第4日以后的说明照样公开，但不改变应答复日。</li>
      <li>无论怎样延长，自受理之日起最长10个工作日。</li>
    </ul>
  ),
  en: (
    <ul>
      <li>A public reply in the unit’s own name within 3 working days of registration.</li>
      <li>Where more time is needed, the reason and a new date are published within those same 3 working days. A later notice is published too, and changes nothing.</li>
      <li>However often it is extended, never more than 10 working days from registration.</li>
    </ul>
  ),
};

const counting: Readonly<Record<Language, ComponentChildren>> = {
  zh: (
    <ul>
      <li>受理当日是第0天，不计入；从下一日起，只计工作日。最后一日到24时为止。</li>
      <li>星期六、星期日和法定放假日不计；调休上班的日子计入。放假和调休以国务院办公厅当年的通知为准，不由本网站或者承办单位自行确定。</li>
      <li>“还有n个工作日”：从明天起到应答复日为止的工作日，应答复日计入。</li>
      <li>“超期第n个工作日”：从应答复日的次日起到今天为止的工作日，今天计入。</li>
      <li>“用时n个工作日”：从受理次日起到答复公开之日为止的工作日。</li>
      <li>阶段性回复不计为答复，时限继续计算。</li>
      <li>访谈、座谈会之前和当场提出、会后办理的问题，从会期当日起算。</li>
      <li>单位按时提交、上网迟了的，是平台的责任，统计中分开列出“单位按时”和“上网按时”。</li>
    </ul>
  ),
  en: (
    <ul>
      <li>The day of registration is day 0 and does not count; from the next day on, working days count. The last one ends at 24:00.</li>
      <li>Saturdays, Sundays and public holidays do not count; make-up working days do. Holidays are those of the State Council’s notice for the year, which neither this website nor a unit can change.</li>
      <li>“n working days left” are the working days after today, up to and including the due day.</li>
      <li>“working day n overdue” counts the working days after the due day, up to and including today.</li>
      <li>“took n working days” counts from the day after registration to the day the reply was published.</li>
      <li>An interim reply does not count as a reply; the time runs on.</li>
      <li>Questions for an interview or a forum that are handled afterwards count from the day it is held.</li>
      <li>Where a unit submitted in time and publication was late, that is the platform’s fault; the statistics show both apart.</li>
    </ul>
  ),
};
