import { paperWords as papers } from '../src/page/paper-words.js';
import type { Attachment, DraftAttachment, DirectoryEntry, Escalation, Hold, LiveQuestion, Message, SignOff, Source, Suggestion } from './api/schemas.js';

/** What people read is written once, in @wenzheng/wording, and what the back end's pages say too, in its wings; here stands what these screens alone say. */
export {
  channelWords, chineseDates, endingWords, explainedDayLabel, invalidityGroundWords, instantWords, kindWords, questionStateWords, ratingWords, replyResultWords, roleWords, statusVocabulary, stepWords, timeOfDay,
  visibilityWords,
} from '@wenzheng/wording';
export { serviceWords } from '../src/upstream/service-words.js';

/** 进入待分拨的原因 */
export const holdingPenWords: Record<NonNullable<Message['holdingPen']>['reason'], string> = {
  'report-of-wrongdoing': '举报，由人决定',
  'session-unknown': '所属访谈尚未登记',
  'no-remit': '派单目录中没有对应事项',
  'remits-tie': '多个单位的职责同样符合',
  'unit-without-web-admin': '应承办的单位没有网管员',
  'unit-without-backup': '应承办的单位没有备岗网管员',
  'addressed-unit-unknown': '留言人所写的单位不在名录中',
  returned: '单位退回',
  'returned-twice': '二次退回，应指定承办',
  'ruled-at-intake': '甄别时认定无效，异议成立后待分拨',
};

/** 列入甄别的原因 */
export const holdReasonWords: Record<Hold['reasons'][number], string> = {
  'no-words': '没有文字', unreadable: '内容无法识别', conflict: '同一编号下已登记其他内容', flooding: '同一人短时间内大量来信', 'mass-text': '带链接或号码的相同内容大量出现', 'links-only': '只有链接', 'form-trap': '疑似程序自动提交',
};
export const holdOutcomeWords: Record<NonNullable<Hold['decision']>['outcome'], string> = { released: '已予登记', 'ruled-invalid': '不予受理', 'set-aside': '不属来信' };
/** 信箱、账号名录 */
export const directoryKindWords: Record<DirectoryEntry['kind'], string> = { mailbox: '电子信箱', microblog: '政务微博', integration: '接入程序' };
export const sourceStateWords: Record<Source['state'], string> = { expired: '授权已到期', failing: '取不到来信', expiring: '授权即将到期', new: '尚未取过', working: '正常' };

export const suggestedByWords: Record<Suggestion['reasons'][number]['by'], string> = { addressed: '留言人所写', duty: '派单目录', learned: '以往分派' };

export const officeWords: Record<Escalation['to'], string> = { 'information-office': '信息办', 'supervision-office': '督查室', 'inspection-bureau': '监察机关' };

export const levelWords: Record<Escalation['level'], string> = { 1: '一级', 2: '二级', 3: '三级' };

/** 办理状态, as routing knows them; what the public reads is `statusVocabulary`. */
export const stateWords: Record<Message['state'], string> = {
  'holding-pen': '待分拨', assigned: '待答复', 'in-review': '审核发布中', answered: '已答复', 'ruled-invalid': '不予受理', transferred: '已转出', withdrawn: '已撤回',
};

export const paperWords: Record<SignOff['kind'], string> = papers;

/** What the host does with a question 提问 of a session. */
export const questionActionWords: Record<LiveQuestion['allowedActions'][number]['action'], string> = {
  chosen: '选用', answering: '请嘉宾作答', answered: '记录答复', waiting: '退回待选', merged: '合并', 'carried-over': '会后办理', 'not-published': '不予发布',
};

/** 附件 */
export const attachmentStateWords: Record<Attachment['state'], string> = { awaited: '尚未收到', received: '正在检查', scanning: '等待病毒扫描', stored: '已留存', refused: '未通过检查' };
export const draftAttachmentStateWords: Record<DraftAttachment['state'], string> = { awaited: '正在检查', stored: '可以送审', refused: '未通过检查' };
export const attachmentShowingWords: Record<Attachment['showing'], string> = { held: '未公开', released: '已公开', hidden: '不公开' };
export const attachmentRefusalWords: Record<NonNullable<Attachment['reason']>, string> = {
  empty: '未留存：空文件', 'type-not-accepted': '未留存：不接收这种文件', 'image-unreadable': '未留存：图片无法读取', 'image-too-large': '未留存：图片尺寸过大',
  malware: '未留存：检出病毒', 'not-examined': '未留存：无法检查',
};
