import type { ColumnFault, ImportColumn, ImportWords, WholeFault } from '@wenzheng/imports';
import type { MessageImportResult, ReplyImportResult } from '../../../api/schemas.js';

const wholeFaults: Record<WholeFault, string> = {
  not_json: '不是一个JSON对象',
  not_object: '不是一个JSON对象',
  too_deep: '层次过多',
  too_wide: '内容项过多',
  duplicate_name: '有重复的列',
  forbidden_name: '列名不能是“__proto__”',
};

const columnFaults: Record<ColumnFault, (column: ImportColumn) => string> = {
  missing: (column) => `缺少“${column}”`,
  not_text: (column) => `“${column}”不是文字`,
  not_instant: (column) => `“${column}”应为带时区的时间，如2026-03-02T09:30:00+08:00`,
  not_likes: (column) => `“${column}”不是点赞数`,
};

/** Why a line was not taken, or not wholly. */
export const importWords: ImportWords = {
  faults: (faults) => faults.map((fault) => ('column' in fault ? columnFaults[fault.code](fault.column) : wholeFaults[fault.code])).join('；'),
  unfiled: (reason, hasReply) => `留言已登记，${hasReply ? '答复或承办单位' : '承办单位'}没有导入：${reason}`,
  unexplained: '原因不明',
};

/** Why a line is not registered. */
export const messageRefusalWords: Record<NonNullable<MessageImportResult['code']>, string> = {
  'intake.invalid-line': '内容不符合要求（编号、正文过长，或含有不能保存的字符）',
  'intake.registered-in-future': '受理时间晚于现在',
  'intake.channel-without-likes': '这个渠道没有点赞数',
  'intake.external-id-conflict': '同一编号已有另一件留言',
};

/** Why a registered message has not got its unit or reply. */
export const replyRefusalWords: Record<NonNullable<ReplyImportResult['code']>, string> = {
  'routing.import-invalid-item': '答复不符合要求',
  'routing.import-not-historical': '不是导入的历史留言',
  'routing.import-conflict': '与以前导入的不一致',
  'routing.import-in-future': '答复时间晚于现在',
  'routing.already-answered': '已有答复',
  'routing.reply-in-review': '答复正在审核',
};
