import { platformProblem, type Role } from '@wenzheng/platform';
import { cancellationSchema, documentController } from '../document/document.controller.js';
import { MajorMatterKind } from './major-matter.kind.js';
import { matterStates } from './major-matter.rules.js';
import { flagSchema, matterSchema, matterSummarySchema, receiptSchema, reportSchema } from './major-matter.schema.js';

const by: [Role, Role] = ['supervision-office', 'information-office'];

export const MajorMatterController = documentController(MajorMatterKind, {
  path: 'major-matters',
  readers: ['supervision-office', 'information-office', 'inspection-bureau', 'web-admin', 'reviewer', 'principal'],
  states: matterStates,
  shown: matterSchema,
  listed: matterSummarySchema,
  list: { id: 'listMajorMatters', summary: 'Major matters 重大问题, the newest first; a unit sees those of its messages' },
  begin: {
    id: 'flagMajorMatter', summary: 'Flag a message; it is to be reported within one working day', description: 'Whoever flags it again is shown the first flag: 200.',
    by: [...by, 'web-admin', 'principal'], body: flagSchema, problems: platformProblem.pick('not-found'),
  },
  read: { id: 'readMajorMatter', summary: 'One of them with its report, its receipt and its history' },
  print: { id: 'printMajorMatter', summary: '重大问题报告 to print' },
  actions: [
    { resource: 'reports', action: 'report', id: 'reportMajorMatter', summary: '报市政府: signed by a named officer, with its number', by, body: reportSchema },
    { resource: 'receipts', action: 'receive', id: 'recordReceipt', summary: '回执: the municipal government has it', by, body: receiptSchema },
    { resource: 'withdrawals', action: 'withdraw', id: 'withdrawMajorMatter', summary: 'The flag was a mistake, with the reason', by, body: cancellationSchema },
  ],
});
