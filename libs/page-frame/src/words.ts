import type { Language } from './language.js';

/** The frame's own words. */
interface FrameWords {
  skip: string;
  menu: string;
  settings: string;
  crumbs: string;
  home: string;
  messages: string;
  interviews: string;
  forums: string;
  mailboxes: string;
  microblogs: string;
  units: string;
  statistics: string;
  submit: string;
  query: string;
  elder: string;
  standard: string;
  channels: string;
  privacy: string;
  log: string;
  feeds: string;
  data: string;
  organiser: string;
  contact: string;
  siteCode: string;
  promise: string;
  operator: string;
  hotline: string;
  call: string;
  siteErrors: string;
  deadlines: string;
  about: string;
  accessibility: string;
  sitemap: string;
  /** Where a page has no words in the reader's language. */
  onlyChinese: string;
  notFound: string;
  notFoundHint: string;
  tooMany: string;
  broken: string;
  unavailable: string;
  wrong: string;
  search: string;
  searchFor: string;
  toHome: string;
  reference(id: string): string;
  faults(count: number): string;
  fault: string;
}

export const frameWords: Readonly<Record<Language, FrameWords>> = {
  zh: {
    skip: '跳到正文', menu: '主导航', settings: '显示设置', crumbs: '当前位置',
    home: '首页', messages: '市民心声', interviews: '在线访谈', forums: '网民座谈会', mailboxes: '领导信箱', microblogs: '政务微博', units: '单位名录', statistics: '办理统计', submit: '我要留言', query: '查询办理情况',
    elder: '长辈版', standard: '标准版', channels: '渠道运行情况', privacy: '个人信息保护告知', log: '公开留痕', feeds: '订阅', data: '开放数据',
    organiser: '主办单位：', contact: '联系方式：', siteCode: '网站标识码：', promise: '有效问题件件有交代、事事有回音', operator: '承办单位：', hotline: '电话：', call: '打电话', siteErrors: '我为政府网站找错', deadlines: '时限怎么算', about: '关于本网站', accessibility: '无障碍说明', sitemap: '网站地图', onlyChinese: '',
    notFound: '没有找到这个页面', notFoundHint: '地址可能有误，或者留言尚未公开。', tooMany: '操作过于频繁，请1分钟后再试', broken: '系统出了问题', unavailable: '服务暂时不可用，请1分钟后再试', wrong: '请求有误',
    search: '搜索', searchFor: '搜索留言或受理编号', toHome: '回到首页', reference: (id) => `错误编号：${id}`, faults: (count) => `有${count}处需要修改`, fault: '错误：',
  },
  en: {
    skip: 'Skip to content', menu: 'Main menu', settings: 'Display', crumbs: 'You are here',
    home: 'Home', messages: 'Citizens’ board', interviews: 'Interviews', forums: 'Forums', mailboxes: 'Mailboxes', microblogs: 'Microblogs', units: 'Government units', statistics: 'Statistics', submit: 'Write to us', query: 'Track your message',
    elder: 'Large type', standard: 'Standard type', channels: 'Channel status', privacy: 'Privacy notice', log: 'Public record', feeds: 'Feeds', data: 'Open data',
    organiser: 'Run by: ', contact: 'Contact: ', siteCode: 'Website code: ', promise: 'Every valid matter is accounted for, every one gets an answer', operator: 'Operated by: ', hotline: 'Telephone: ', call: 'Call', siteErrors: 'Report an error of this website', deadlines: 'How time limits count', about: 'About', accessibility: 'Accessibility', sitemap: 'Site map', onlyChinese: 'This page is available in Chinese only.',
    notFound: 'Page not found', notFoundHint: 'The address may be wrong, or the message is not public yet.', tooMany: 'Too many requests. Please try again in 1 minute', broken: 'Something went wrong', unavailable: 'The service is unavailable. Please try again in 1 minute', wrong: 'The request cannot be understood',
    search: 'Search', searchFor: 'Search messages or a message number', toHome: 'Back to the home page', reference: (id) => `Error reference: ${id}`, faults: (count) => `${count} ${count === 1 ? 'thing needs' : 'things need'} to be corrected`, fault: 'Error: ',
  },
};
