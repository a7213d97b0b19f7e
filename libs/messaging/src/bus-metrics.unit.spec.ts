import { expect, it } from '@jest/globals';
import { quoted, readmeTable } from '@wenzheng/testing';
import { busMetrics } from './bus-metrics.js';

it('the README lists the metrics of the bus with their types and labels, and no others', () => {
  const documented = readmeTable(new URL('../README.md', import.meta.url), 'metric').map(([name = '', type, labels = '']) => ({ name: quoted(name)[0], type, labels: quoted(labels) }));
  expect(documented).toEqual(Object.values(busMetrics).map(({ name, type, labels }) => ({ name, type, labels })));
});
