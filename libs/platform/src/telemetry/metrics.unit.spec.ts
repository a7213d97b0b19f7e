import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Metrics, sampled, type MetricDefinition } from './metrics.js';
import { platformMetrics } from './platform-metrics.js';

const depth: MetricDefinition = { name: 'depth', type: 'gauge', help: 'How deep', labels: ['place'] };

describe('the metrics of an application', () => {
  it('stand in the README with their types and labels, and no others do', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const documented = [...readme.matchAll(/^\| `(\w+)` \| (gauge|counter|histogram) \| ([^|]*)\|/gm)].map(([, name, type, labels = '']) => ({
      name,
      type,
      labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label),
    }));
    expect(documented).toEqual(Object.values(platformMetrics).map(({ name, type, labels }) => ({ name, type, labels })));
  });

  it('are written as Prometheus reads them', async () => {
    const metrics = new Metrics();
    metrics.observe([depth], () => [{ metric: depth, value: 3, labels: { place: 'here' } }]);
    metrics.counter({ name: 'steps_total', type: 'counter', help: 'Steps', labels: [] }).add(2);
    const duration = metrics.histogram({ name: 'duration_seconds', type: 'histogram', help: 'How long', labels: [], buckets: [1, 2] });
    duration.record(1.5);
    duration.record(7);
    expect((await metrics.render()).split('\n')).toEqual(
      expect.arrayContaining([
        '# HELP depth How deep',
        '# TYPE depth gauge',
        'depth{place="here"} 3',
        '# TYPE steps_total counter',
        'steps_total 2',
        'duration_seconds_bucket{le="1"} 0',
        'duration_seconds_bucket{le="2"} 1',
        'duration_seconds_bucket{le="+Inf"} 2',
        'duration_seconds_sum 8.5',
      ]),
    );
  });

  it('are absent once nothing observes them any more', async () => {
    const metrics = new Metrics();
    const observations = [{ metric: depth, value: 3, labels: { place: 'here' } }];
    metrics.observe([depth], () => observations);
    expect(await metrics.render()).toContain('depth{place="here"} 3');
    observations.pop();
    expect(await metrics.render()).not.toContain('depth');
  });

  it('of two applications in one process are apart', async () => {
    const [one, other] = [new Metrics(), new Metrics()];
    one.counter({ name: 'steps_total', type: 'counter', help: 'Steps', labels: [] }).add(1);
    expect(await other.render()).not.toContain('steps_total');
  });
});

describe('a sampled observation', () => {
  it('is made once for many who ask at the same time or soon after', async () => {
    let made = 0;
    const read = sampled(async () => [{ metric: depth, value: (made += 1) }]);
    await Promise.all([read(), read(), read()]);
    expect(await read()).toEqual([{ metric: depth, value: 1 }]);
    expect(made).toBe(1);
  });

  it('that fails is absent and fails nobody', async () => {
    const read = sampled(() => Promise.reject(new Error('the database is away')));
    expect(await read()).toEqual([]);
  });
});
