import type { Language } from '@wenzheng/wording';

interface HomeWords {
  title: string;
  submit: string;
  query: string;
  searchFor: string;
  search: string;
  rule: string;
  month: string;
  registered: string;
  answered: string;
  rate: string;
  none: string;
  of(answered: number, inTime: number): string;
  overdue: string;
  noMessages: string;
  basis(asOf: string): string;
  statistics: string;
  closed(period: string): string;
  newest: string;
  noneAnswered: string;
  allAnswered: string;
  noneOverdue: string;
  allOverdue: string;
  interview: string;
  noInterview: string;
  allInterviews: string;
  forum: string;
  noForum: string;
  allForums: string;
  hotIssues: string;
  noHotIssues: string;
  allHotIssues: string;
}

export const homeWords: Readonly<Record<Language, HomeWords>> = {
  zh: {
    title: '首页', submit: '我要留言', query: '查询办理情况', searchFor: '搜索标题、内容或受理编号', search: '搜索',
    rule: '受理后3个工作日内答复；确需延期的，3个工作日内公开说明；最长10个工作日。',
    month: '本月办理', registered: '受理', answered: '已答复', rate: '按时率', none: '尚无', of: (answered, inTime) => `${answered}件中${inTime}件`, overdue: '超期未答复',
    noMessages: '本月尚无留言。', basis: (asOf) => `受理、已答复为本月受理登记的留言，超期未答复为目前全部，截至${asOf}。`, statistics: '办理统计', closed: (period) => `${period}统计`,
    newest: '最新答复', noneAnswered: '尚无公开答复。', allAnswered: '全部已答复', noneOverdue: '目前没有超期未答复的留言。', allOverdue: '全部超期未答复',
    interview: '下一场在线访谈', noInterview: '下一场访谈尚未预告。', allInterviews: '全部访谈', forum: '下一场网民座谈会', noForum: '下一场座谈会尚未公告。', allForums: '全部座谈会',
    hotIssues: '热点问题', noHotIssues: '目前没有已确认的热点问题。', allHotIssues: '全部热点问题',
  },
  en: {
    title: 'Home', submit: 'Write to us', query: 'Track your message', searchFor: 'Search titles, texts or a message number', search: 'Search',
    rule: 'Answered within 3 working days of registration; where more time is needed, explained in public within those 3; 10 working days at the very most.',
    month: 'This month', registered: 'Registered', answered: 'Answered', rate: 'In time', none: 'None yet', of: (answered, inTime) => `${inTime} of ${answered}`, overdue: 'Overdue',
    noMessages: 'No messages yet this month. ', basis: (asOf) => `Registered and answered are of messages registered this month; overdue are all at present, as of ${asOf}. `, statistics: 'Statistics', closed: (period) => `Statistics of ${period}`,
    newest: 'Newest replies', noneAnswered: 'No public replies yet.', allAnswered: 'All answered', noneOverdue: 'No message is overdue at present.', allOverdue: 'All overdue',
    interview: 'Next online interview', noInterview: 'The next interview has not been announced yet.', allInterviews: 'All interviews', forum: 'Next netizen forum', noForum: 'The next forum has not been announced yet.', allForums: 'All forums',
    hotIssues: 'Hot issues', noHotIssues: 'No hot issue is confirmed at present.', allHotIssues: 'All hot issues',
  },
};
