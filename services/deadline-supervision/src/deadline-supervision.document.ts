import { messagingProblem } from '@wenzheng/messaging';
import type { ServiceDocument } from '@wenzheng/platform';
import { problem } from './problems.js';

export const supervisionDocument: ServiceDocument = {
  title: 'Wenzheng 问政: deadline-supervision 督办',
  description:
    'Knows every deadline, reminds, urges and escalates by itself, keeps the statistics, and proves that no message is lost. Readers of answers ignore fields that they do not know.',
  tags: {
    Escalations: 'For the supervision office 督查室 and the inspection bureau 监察机关: what is reported to them 上报督查.',
    Webhooks: 'Where the offices’ programmes hear of escalations: Standard Webhooks 1.0, ed25519 (`v1a`).',
    'Hot issues': '热点问题: what many people speak of, across channels.',
    Documents: '督办单、通报、移送 and what else officers sign, and the dossier 卷宗 of a message.',
    Deadlines: 'How a message’s deadline stands, explained day by day, and the calendar 工作日.',
    Statistics: 'Figures 统计 and league tables of units.',
    Policies: '时限规则: how long what may take on which channel, version by version, and bringing open deadlines to a version.',
    Supervision: 'Conservation 件件有交代.',
    Briefings: '归纳上报, monthly, of each unit’s mailbox and microblog account.',
    Audit: 'For auditors alone: who did what 审计.',
    Administration: 'For administrators: ledger, dead letters 死信.',
    Health: 'For the cluster.',
  },
  refusals: { 'web-admin': problem.pick('deadline-supervision.not-in-registry') },
  problems: { ...messagingProblem.catalogue, ...problem.catalogue },
};
