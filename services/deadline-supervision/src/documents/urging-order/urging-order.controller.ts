import { dateSchema, prose, storableText } from '@wenzheng/contracts';
import type { Caller, Role } from '@wenzheng/platform';
import { ArrayContains } from 'typeorm';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { cancellationSchema, documentController, signatureSchema } from '../document/document.controller.js';
import { revisionOf } from '../document/revision.rules.js';
import { UrgingOrderKind } from './urging-order.kind.js';
import { orderStates } from './urging-order.rules.js';
import { answerSchema, draftSchema, orderSchema, orderSummarySchema } from './urging-order.schema.js';

const query = { unit: storableText(64).min(1).optional(), messageId: z.uuid().optional() };
/** 签收人 is who is signed in. */
const acknowledgementSchema = z.strictObject({});
const acceptanceSchema = z.strictObject({ opinion: prose(1_000).nullable().default(null).describe('审结意见') });
const returnSchema = z.strictObject({ reason: prose(1_000), answerBy: dateSchema.nullable().default(null).describe('a new 反馈时限') });
const objectionSchema = z.strictObject({ grounds: prose(2_000).describe('申诉理由') });
const rulingSchema = z.strictObject({ upheld: z.boolean().describe('the order is cancelled'), reason: prose(1_000) });

const by: [Role] = ['supervision-office'];
const lead: [Role, Role] = ['web-admin', 'principal'];
const named = problem.pick('deadline-supervision.unit-unknown', 'deadline-supervision.message-unknown');
const leadOnly = problem.pick('deadline-supervision.lead-unit-only');
const passed = problem.pick('deadline-supervision.answer-by-passed');

export const UrgingOrderController = documentController(UrgingOrderKind, {
  path: 'urging-orders',
  readers: ['supervision-office', 'inspection-bureau', 'information-office', 'web-admin', 'reviewer', 'principal'],
  states: orderStates,
  shown: orderSchema,
  listed: orderSummarySchema,
  list: {
    id: 'listUrgingOrders', summary: 'Urging orders 督办单, the newest first', description: 'A unit sees what was served on it, to lead or to help.', query,
    filter: ({ unit, messageId }: { unit?: string; messageId?: string }) => ({ ...(unit ? { unitCode: unit } : {}), ...(messageId ? { messageIds: ArrayContains([messageId]) } : {}) }),
  },
  begin: { id: 'draftUrgingOrder', summary: 'Draft one 拟稿', by, body: draftSchema, problems: named },
  read: { id: 'readUrgingOrder', summary: 'One of them with its messages and its history' },
  print: { id: 'printUrgingOrder', summary: '督办单 to print' },
  actions: [
    { resource: 'revisions', action: 'revise', id: 'reviseUrgingOrder', summary: 'Change what is named of the draft', by, body: revisionOf(draftSchema), problems: named },
    {
      resource: 'signatures', action: 'sign', id: 'signUrgingOrder', summary: '签发: a named officer signs, and the number is given', by, body: signatureSchema,
      problems: { ...problem.pick('deadline-supervision.document-incomplete', 'deadline-supervision.drafter-cannot-sign'), ...passed },
    },
    { resource: 'services', action: 'serve', id: 'serveUrgingOrder', summary: '送达', description: 'Outside working hours it is served when work begins again: `serveAt`.', by, problems: passed },
    {
      resource: 'acknowledgements', id: 'acknowledgeUrgingOrder', summary: '签收 by the lead unit', by: lead, body: acknowledgementSchema, problems: leadOnly, makes: ['acknowledge'],
      action: (_: object, { name }: Caller) => ({ action: 'acknowledge', details: { receivedBy: name } }),
    },
    { resource: 'answers', action: 'answer', id: 'answerUrgingOrder', summary: '办理反馈 by the lead unit', by: lead, body: answerSchema, problems: leadOnly },
    { resource: 'acceptances', action: 'accept', id: 'acceptUrgingOrder', summary: '审结: the answer settles it', by, body: acceptanceSchema, problems: problem.pick('deadline-supervision.messages-unanswered') },
    { resource: 'returns', action: 'return', id: 'returnUrgingOrder', summary: '退回重办: the answer does not settle it', by, body: returnSchema, problems: passed },
    { resource: 'cancellations', action: 'cancel', id: 'cancelUrgingOrder', summary: '不予签发 or 撤销, with the reason', by, body: cancellationSchema },
    { resource: 'objections', action: 'object', id: 'objectToUrgingOrder', summary: '申诉 by the lead unit, once', description: 'The time to answer runs on.', by: lead, body: objectionSchema, problems: leadOnly },
    {
      resource: 'rulings', id: 'ruleOnObjection', summary: 'The office rules on the objection; an upheld one cancels the order', by, body: rulingSchema, makes: ['uphold', 'dismiss'],
      action: ({ upheld, reason }: z.output<typeof rulingSchema>) => ({ action: upheld ? 'uphold' : 'dismiss', details: { reason } }),
    },
  ],
});
