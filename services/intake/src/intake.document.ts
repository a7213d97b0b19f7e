import { messagingProblem } from '@wenzheng/messaging';
import type { ServiceDocument } from '@wenzheng/platform';
import { webhookDocuments } from './delivery/happening/webhook.documents.js';
import { problem } from './problems.js';

export const intakeDocument: ServiceDocument = {
  title: 'Wenzheng 问政: intake 受理',
  description:
    'Registers what citizens write, each message once, and gives the receipt 回执. A 2xx is answered only after the message is committed: after anything else, or no answer, send the same message again until there is a receipt. Readers of answers ignore fields that they do not know.',
  tags: {
    Channels: 'For channel integrations 渠道: push messages, ask how they stand, prove that nothing was lost.',
    Webhooks: 'For channel integrations 渠道: where they hear of their messages 回调, by their own key.',
    Sandbox: 'For channel integrations 渠道: what a test key 测试密钥 lets happen, apart from everything that is registered.',
    Portal: 'The public form 我要留言, its receipt, and what a writer does with number and code 查询码: pages, under the portal’s address.',
    Sessions: 'Interviews 在线访谈 and forums 座谈会: announced, postponed, cancelled.',
    Forums: 'For the information office: the phases of forums 网民座谈会, their announcement, draw and minutes.',
    Writers: 'Number and tracking code 查询码 open the writer’s own view.',
    Attachments: 'For those who handle a message: its attachments 附件, and whether the public may read them.',
    Directory: 'Mailboxes and microblog accounts of the city and its units 名录, for everybody.',
    Office: 'What the information office 信息办 decides about messages that are held 待甄别.',
    Audit: 'For auditors alone: who did what 审计.',
    Administration: 'For administrators: imports, webhooks, ledger, dead letters 死信.',
    Identity: 'The identity vault 身份库; every reading is on record.',
    Health: 'For the cluster.',
  },
  securitySchemes: {
    ticket: { type: 'http', scheme: 'bearer', description: 'The ticket of `POST /v1/queries`, which opens one message for 15 minutes.' },
    channelKey: { type: 'http', scheme: 'bearer', description: 'The key of the channel that stands in the path.' },
  },
  webhooks: webhookDocuments,
  problems: { ...messagingProblem.catalogue, ...problem.catalogue },
};
