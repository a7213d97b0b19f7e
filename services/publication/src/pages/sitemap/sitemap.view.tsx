import { Breadcrumb, languageOf, renderPage, type Language, type Site } from '@wenzheng/page-frame';

interface Place {
  href: string;
  zh: string;
  en: string;
}
type Group = Readonly<Record<Language, string>> & { places: readonly Place[] };

const groupsOf = (year: string): readonly Group[] => [
  {
    zh: '办事', en: 'For you',
    places: [
      { href: '/submit', zh: '我要留言', en: 'Write to us' }, { href: '/query', zh: '查询办理情况', en: 'Track your message' }, { href: '/help/deadlines', zh: '时限怎么算', en: 'How time limits count' }, { href: '/feeds', zh: '订阅', en: 'Feeds' },
    ],
  },
  {
    zh: '看办理', en: 'What others wrote, and the replies',
    places: [
      { href: '/', zh: '首页', en: 'Home' }, { href: '/messages', zh: '市民心声', en: 'Citizens’ board' }, { href: '/messages?state=answered', zh: '已答复的留言', en: 'Answered messages' }, { href: '/messages?state=overdue', zh: '超期未答复的留言', en: 'Overdue messages' },
      { href: '/interviews', zh: '在线访谈', en: 'Online interviews' }, { href: `/interview-plans/${year}`, zh: '访谈年度计划', en: 'Interviews planned this year' }, { href: '/forums', zh: '网民座谈会', en: 'Netizen forums' },
    ],
  },
  {
    zh: '找单位', en: 'Government units',
    places: [{ href: '/units', zh: '单位名录', en: 'Directory of units' }, { href: '/mailboxes', zh: '领导信箱', en: 'Leaders’ mailboxes' }, { href: '/microblogs', zh: '政务微博', en: 'Microblogs' }],
  },
  {
    zh: '看数据', en: 'Figures and data',
    places: [
      { href: '/statistics', zh: '办理统计', en: 'Statistics' }, { href: '/statistics/definitions', zh: '指标解释', en: 'What the figures mean' }, { href: '/hot-issues', zh: '热点问题', en: 'Hot issues' }, { href: '/data', zh: '开放数据', en: 'Open data' }, { href: '/policies', zh: '政策文件', en: 'Policy documents' }, { href: '/publications', zh: '公开日志', en: 'What was published' }, { href: '/log', zh: '公开留痕', en: 'Public record' }, { href: '/about/channels', zh: '渠道运行情况', en: 'Channel status' },
    ],
  },
  {
    zh: '关于', en: 'About',
    places: [{ href: '/about', zh: '关于本网站', en: 'About this website' }, { href: '/privacy', zh: '个人信息保护告知', en: 'Privacy notice' }, { href: '/accessibility', zh: '无障碍说明', en: 'Accessibility' }],
  },
];

const words = { zh: { home: '首页', title: '网站地图' }, en: { home: 'Home', title: 'Site map' } } as const;

/** 网站地图 */
export function sitemapPage(site: Site, today: string): string {
  const language = languageOf(site);
  const own = words[language];
  return renderPage({
    site,
    title: own.title,
    current: 'sitemap',
    isBilingual: true,
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: own.home }]} here={own.title} />
        <h1>{own.title}</h1>
        <div class="columns">
          {groupsOf(today.slice(0, 4)).map((group, index) => (
            <section key={group.zh} aria-labelledby={`group-${index}`}>
              <h2 id={`group-${index}`}>{group[language]}</h2>
              <ul class="places">{group.places.map((place) => <li key={place.href}><a href={place.href}>{place[language]}</a></li>)}</ul>
            </section>
          ))}
        </div>
      </>
    ),
  });
}
