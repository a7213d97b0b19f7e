import type { Role } from '@wenzheng/platform';
import { problem } from '../../problems.js';
import { cancellationSchema, documentController, signatureSchema } from '../document/document.controller.js';
import { revisionOf } from '../document/revision.rules.js';
import { CircularKind } from './circular.kind.js';
import { circularStates } from './circular.rules.js';
import { circularDraftSchema, circularSchema, circularSummarySchema } from './circular.schema.js';

const by: [Role] = ['supervision-office'];
const period = problem.pick('deadline-supervision.period-reversed', 'deadline-supervision.circular-period-taken');

export const CircularController = documentController(CircularKind, {
  path: 'circulars',
  readers: ['supervision-office', 'inspection-bureau', 'information-office', 'web-admin', 'reviewer', 'principal'],
  states: circularStates,
  shown: circularSchema,
  listed: circularSummarySchema,
  list: { id: 'listCirculars', summary: 'Circulars 通报, the newest first; units see what was issued' },
  begin: { id: 'draftCircular', summary: 'Draft one 拟稿, for a period that has none', by, body: circularDraftSchema, problems: period },
  read: { id: 'readCircular', summary: 'One of them with its figures, their definitions and cut-off' },
  print: { id: 'printCircular', summary: '通报 to print, with its annex by unit' },
  actions: [
    { resource: 'revisions', action: 'revise', id: 'reviseCircular', summary: 'Change what is named of the draft', by, body: revisionOf(circularDraftSchema), problems: period },
    { resource: 'signatures', action: 'sign', id: 'signCircular', summary: '签发: the figures are kept as they are, and the number is given', by, body: signatureSchema, problems: problem.pick('deadline-supervision.drafter-cannot-sign') },
    { resource: 'issues', action: 'issue', id: 'issueCircular', summary: '印发: the units can read it', by },
    { resource: 'cancellations', action: 'cancel', id: 'cancelCircular', summary: '不予签发 or 撤销 before it is issued, with the reason', by, body: cancellationSchema },
  ],
});
