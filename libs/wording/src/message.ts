import type { Words } from './language.js';

/** 渠道, 淮府办〔2011〕118号 二(一)–(六). Kept dossiers hold these words: to change one is to make what was kept look altered. */
export const channelWords: Words<'portal' | 'board' | 'interview' | 'mailbox' | 'forum' | 'microblog'> = {
  zh: { portal: '政府网站', board: '市民心声', interview: '在线访谈', mailbox: '电子信箱', forum: '网民座谈会', microblog: '政务微博' },
  en: { portal: 'Government website', board: 'Citizens’ board', interview: 'Online interview', mailbox: 'Mailbox', forum: 'Netizen forum', microblog: 'Microblog' },
};

export const kindWords: Words<'inquiry' | 'complaint' | 'suggestion' | 'opinion' | 'help' | 'report' | 'thanks'> = {
  zh: { inquiry: '咨询', complaint: '投诉', suggestion: '建议', opinion: '意见', help: '求助', report: '举报', thanks: '感谢' },
  en: { inquiry: 'Inquiry', complaint: 'Complaint', suggestion: 'Suggestion', opinion: 'Opinion', help: 'Request for help', report: 'Report of wrongdoing', thanks: 'Thanks' },
};

export const visibilityWords: Words<'public' | 'private'> = {
  zh: { public: '公开', private: '不公开' },
  en: { public: 'Public', private: 'Not public' },
};

/** 办结方式 */
export const endingWords: Words<'publicly-answered' | 'privately-answered' | 'ruled-invalid' | 'merged' | 'transferred' | 'withdrawn' | 'open'> = {
  zh: {
    'publicly-answered': '公开答复', 'privately-answered': '不公开答复', 'ruled-invalid': '不予受理', merged: '已合并', transferred: '已转出', withdrawn: '已撤回', open: '办理中',
  },
  en: {
    'publicly-answered': 'Answered in public', 'privately-answered': 'Answered in private', 'ruled-invalid': 'Not accepted', merged: 'Merged', transferred: 'Transferred',
    withdrawn: 'Withdrawn', open: 'In progress',
  },
};
