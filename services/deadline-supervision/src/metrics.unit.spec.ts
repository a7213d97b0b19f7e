import { expect, it } from '@jest/globals';
import { quoted, readmeTable } from '@wenzheng/testing';
import { briefingMetrics } from './briefing/briefing.metrics.js';
import { conservationMetrics } from './conservation/conservation.metrics.js';
import { deadlineMetrics } from './deadline/deadline.metrics.js';
import { webhookMetrics } from './escalation/webhook/webhook.metrics.js';
import { hotIssueMetrics } from './hot-issue/hot-issue.metrics.js';
import { ladderMetrics } from './ladder/ladder.metrics.js';
import { rulebookMetrics } from './rulebook/rulebook.metrics.js';
import { statisticsMetrics } from './statistics/statistics.metrics.js';

it("the README lists supervision's metrics with their types and labels, and no others", () => {
  const documented = readmeTable(new URL('../README.md', import.meta.url), 'metric').map(([name = '', type, labels = '']) => ({ name: quoted(name)[0], type, labels: quoted(labels) }));
  const all = [deadlineMetrics, ladderMetrics, conservationMetrics, statisticsMetrics, rulebookMetrics, webhookMetrics, hotIssueMetrics, briefingMetrics].flatMap((wing) => Object.values(wing));
  expect(documented).toEqual(all.map(({ name, type, labels }) => ({ name, type, labels })));
});
