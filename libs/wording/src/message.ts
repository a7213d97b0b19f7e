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

/** 无效理由 */
export const invalidityGroundWords: Words<
  | 'unlawful-content' | 'no-substance' | 'advertising' | 'outside-remit' | 'in-court-or-arbitration' | 'other-procedure' | 'private-dispute' | 'petition-closed'
  | 'repeats-open-message' | 'other'
> = {
  zh: {
    'unlawful-content': '含有违法内容', 'no-substance': '没有实质内容或者无法核实', advertising: '商业广告', 'outside-remit': '不属于政府职责范围',
    'in-court-or-arbitration': '已进入诉讼或者仲裁程序', 'other-procedure': '应当通过其他法定程序处理', 'private-dispute': '属于民事纠纷',
    'petition-closed': '信访事项已经办结', 'repeats-open-message': '与正在办理的留言重复', other: '其他',
  },
  en: {
    'unlawful-content': 'Unlawful content', 'no-substance': 'No substance, or unverifiable', advertising: 'Advertising', 'outside-remit': 'Outside the government’s remit',
    'in-court-or-arbitration': 'In court or arbitration', 'other-procedure': 'Another statutory procedure', 'private-dispute': 'A private dispute',
    'petition-closed': 'A petition already closed', 'repeats-open-message': 'Repeats an open message', other: 'Other',
  },
};

/** 满意度 */
export const ratingWords: Words<'satisfied' | 'basically-satisfied' | 'dissatisfied'> = {
  zh: { satisfied: '满意', 'basically-satisfied': '基本满意', dissatisfied: '不满意' },
  en: { satisfied: 'Satisfied', 'basically-satisfied': 'Basically satisfied', dissatisfied: 'Dissatisfied' },
};

/** 办理结果, as the unit states it. */
export const replyResultWords: Words<'resolved' | 'partly-resolved' | 'explained' | 'cannot-be-resolved'> = {
  zh: { resolved: '已解决', 'partly-resolved': '部分解决', explained: '解释说明', 'cannot-be-resolved': '无法解决' },
  en: { resolved: 'Resolved', 'partly-resolved': 'Partly resolved', explained: 'Explained', 'cannot-be-resolved': 'Cannot be resolved' },
};

/** What an attachment 附件 is, by its bytes. */
export const attachmentTypeWords: Words<AttachmentType> = {
  zh: {
    'image/jpeg': 'JPEG 图片', 'image/png': 'PNG 图片', 'image/webp': 'WebP 图片', 'application/pdf': 'PDF 文件', 'text/plain': '文本文件',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word 文档',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel 表格',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PowerPoint 演示文稿',
  },
  en: {
    'image/jpeg': 'JPEG picture', 'image/png': 'PNG picture', 'image/webp': 'WebP picture', 'application/pdf': 'PDF', 'text/plain': 'Plain text',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word document',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel sheet',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PowerPoint slides',
  },
};
type AttachmentType =
  | 'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf' | 'text/plain'
  | `application/vnd.openxmlformats-officedocument.${'wordprocessingml.document' | 'spreadsheetml.sheet' | 'presentationml.presentation'}`;

/** 185 KB, 3.2 MB: of a file, as people know it. */
export const fileSizeWords = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);

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

/** 提问 in a live session: where each stands. */
export const questionStateWords: Words<'waiting' | 'chosen' | 'answering' | 'answered' | 'merged' | 'carried-over' | 'not-published' | 'withdrawn'> = {
  zh: { waiting: '待选', chosen: '已选', answering: '嘉宾作答中', answered: '现场已答', merged: '重复合并', 'carried-over': '会后办理', 'not-published': '未予发布', withdrawn: '已撤回' },
  en: {
    waiting: 'Waiting', chosen: 'Chosen', answering: 'Being answered', answered: 'Answered live', merged: 'Merged', 'carried-over': 'Carried over', 'not-published': 'Not published', withdrawn: 'Withdrawn',
  },
};
