import { messagingProblem } from '@wenzheng/messaging';
import type { ServiceDocument } from '@wenzheng/platform';
import { problem } from './problems.js';

const person = problem.pick('routing.person-removed', 'routing.person-suspended', 'routing.post-ended');
const inUnit = { ...person, ...problem.pick('routing.not-in-registry', 'routing.not-your-unit') };
const inOffice = { ...person, ...problem.pick('routing.person-unknown') };

export const routingDocument: ServiceDocument = {
  title: 'Wenzheng 问政: routing 分派',
  description:
    'Finds the unit that answers each message, and is the units’ desk: who has a message, for how long it may be returned, what was replied. Readers of answers ignore fields that they do not know.',
  tags: {
    Notifications: 'What waits is told to people 通知, and how that went.',
    Messages: 'The queues of the units and of the information office 信息办, the holding pen 待分拨 among them.',
    Desk: 'What web admins 网管员 do: answer 答复, announce an extension 延期说明, return 退回.',
    Drafts: '拟稿: versions of what a unit will say, and what differs between them',
    'Sign-off': '送审、审核、签发 inside a unit',
    Office: 'What the information office does: assign 分派, designate 指定承办.',
    'Co-handling': '主办、协办: what other units contribute to the one answer of the lead',
    Identity: 'Who asks to read who wrote a message 身份查阅, and who grants it.',
    Units: 'The registry of units 单位.',
    Duties: 'The duty catalogue 派单目录, and how well dispatches rest on it.',
    People: 'The registry of people 工作人员, their posts 岗位 and deputies 代签.',
    Audit: 'For auditors alone: who did what 审计.',
    Administration: 'For administrators: imports, ledger, dead letters 死信.',
    Health: 'For the cluster.',
  },
  refusals: {
    'web-admin': inUnit, reviewer: inUnit, principal: inUnit,
    'information-office': inOffice, 'supervision-office': inOffice, 'inspection-bureau': inOffice, administrator: inOffice, 'security-administrator': inOffice, auditor: inOffice,
  },
  problems: { ...messagingProblem.catalogue, ...problem.catalogue },
};
