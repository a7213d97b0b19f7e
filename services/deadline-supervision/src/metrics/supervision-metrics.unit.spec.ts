import { expect, it } from '@jest/globals';
import { quoted, readmeTable } from '@wenzheng/testing';
import { supervisionMetrics } from './supervision-metrics.js';

it("the README lists supervision's metrics with their types and labels, and no others", () => {
  const documented = readmeTable(new URL('../../README.md', import.meta.url), 'metric').map(([name = '', type, labels = '']) => ({ name: quoted(name)[0], type, labels: quoted(labels) }));
  expect(documented).toEqual(Object.values(supervisionMetrics).map(({ name, type, labels }) => ({ name, type, labels })));
});
