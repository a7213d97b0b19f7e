import { messagingProblem } from '@wenzheng/messaging';
import type { ServiceDocument } from '@wenzheng/platform';
import { problem } from './problems.js';

export const publicationDocument: ServiceDocument = {
  title: 'Wenzheng 问政: publication 公开',
  description:
    'The public portal, and the same redacted projection as JSON. Of a private message everyone but its writer sees number, unit, kind, dates and state alone. Readers of answers ignore fields that they do not know.',
  tags: {
    Messages: 'The published messages as JSON.',
    Policies: '政策文件 that replies cite.',
    Log: '公开留痕: what was publicly said, as C2SP tlog-tiles and in words.',
    Portal: 'The pages that everyone may read. Errors are pages to whoever accepts text/html.',
    Open311: 'Open311 GeoReport v2, the reading half.',
    Query: '查询: number and tracking code open the writer’s own view for fifteen minutes.',
    Review: 'For the information office: replies that wait before they are published 审核; for drafters: what the gate finds.',
    Content: 'For the information office: what is not shown as it came 内容审核, taking down 撤下, hiding 隐去.',
    Audit: 'For auditors alone: who did what 审计.',
    Administration: 'For administrators: ledger, dead letters 死信.',
    Health: 'For the cluster.',
  },
  problems: { ...messagingProblem.catalogue, ...problem.catalogue },
};
