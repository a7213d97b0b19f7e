import type { MessageImportResult, ReplyImportResult } from '../../../api/schemas.js';
import type { channelWords } from '../../../words.js';

export type Channel = keyof (typeof channelWords)['zh'];

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
