import { defineProblems } from '@wenzheng/platform';

export const problem = defineProblems({
  'intake.channel-key-invalid': { status: 401, zh: '渠道密钥缺失或无效。', en: 'The channel key is missing or unknown.' },
  'intake.channel-key-of-another-channel': { status: 403, zh: '该密钥不属于此渠道。', en: 'This key belongs to another channel.' },
  'intake.unknown-channel': { status: 404, zh: '没有这个渠道。', en: 'There is no such channel.' },
  'intake.message-not-found': { status: 404, zh: '没有找到该留言。', en: 'There is no such message.' },
  'intake.external-id-conflict': { status: 409, zh: '该 externalId 已登记了另一条内容不同的留言。', en: 'Another message with different content is registered under this externalId.' },
  'intake.idempotency-key-mismatch': { status: 400, zh: 'Idempotency-Key 与 externalId 不一致。', en: 'Idempotency-Key differs from externalId.' },
  'intake.attachments-not-accepted': { status: 400, zh: '暂不接收附件，attachments 须为空数组。', en: 'Attachments are not accepted yet; attachments must be an empty array.' },
  'intake.occurred-in-future': { status: 400, zh: 'occurredAt 晚于当前时间。', en: 'occurredAt lies in the future.' },
  'intake.rate-limited': { status: 429, zh: '推送过于频繁，请按 Retry-After 稍后重试。', en: 'Too many messages from this channel; retry after Retry-After.' },
  'intake.overloaded': { status: 503, zh: '现在留言的人很多，本次留言没有登记，请按 Retry-After 稍后重试。', en: 'Overloaded; the message was not registered. Retry after Retry-After.' },
  'intake.outcome-unknown': { status: 503, zh: '与数据库的连接中断，留言可能已经登记；请用同一 externalId 和相同内容重试。', en: 'The database went away; the message may be registered. Repeat it with the same externalId and body.' },
  'intake.number-or-code-wrong': { status: 404, zh: '编号或查询码不正确。', en: 'The number or the code is wrong.' },
  'intake.too-many-queries': { status: 429, zh: '查询过于频繁，请稍后再试。', en: 'Too many queries; try again later.' },
  'intake.webhook-url-refused': { status: 400, zh: '不接受该回调地址：须为可解析到公网地址的 https 地址，且不含用户名和密码。', en: 'This webhook address is refused: it must be https, resolve to public addresses, and hold no credentials.' },
});
