import type { MetricDefinition } from '@wenzheng/platform';

export const hotIssueMetrics = {
  thread: { name: 'wenzheng_hot_issue_thread', type: 'gauge', help: '1 while the thread of hot issues reads its events, else 0', labels: [] },
} as const satisfies Record<string, MetricDefinition>;
