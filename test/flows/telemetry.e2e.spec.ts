import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { services, type ServiceName } from '@wenzheng/contracts';
import { eventually, quoted, readmeTable } from '@wenzheng/testing';
import { City, message, type Receipt } from '../support/city.js';
import { Collector, type CollectedSpan } from '../support/collector.js';

let city: City;
const collector = new Collector();
beforeAll(async () => {
  const telemetry = await collector.listen();
  const env = Object.fromEntries(services.map((service) => [service, telemetry]));
  city = await City.start({ startAt: new Date('2026-09-18T15:20:00+08:00'), env });
}, 180_000);
afterAll(async () => {
  await city?.stop();
  await collector.close();
}, 60_000);

const registrations = () => collector.spans.filter(({ service, name }) => service === 'intake' && name === 'POST /v1/channels/:channel/messages');
const named = (spans: readonly CollectedSpan[], service: ServiceName, name: string) => spans.filter((span) => span.service === service && span.name === name);
const isOnPage = (receipt: Receipt, words: string) =>
  eventually(async () => expect(await city.page(receipt.messageNumber)).toContain(words), { timeoutMs: 30_000 });
const statements = (spans: readonly CollectedSpan[], service: ServiceName) =>
  spans.filter((span) => span.service === service).map(({ attributes }) => String(attributes['db.query.text'] ?? attributes['db.statement'] ?? ''));

describe('one trace', () => {
  let receipt: Receipt;

  it('holds a registration from the request to the desk, the clock and the public page', async () => {
    receipt = (await city.push('board', message('lamp', { unit: city.unit }))).body;
    await isOnPage(receipt, '应于2026年9月22日');
    const trace = await eventually(() => {
      const spans = collector.trace(registrations()[0]!.traceId);
      for (const service of ['routing', 'deadline-supervision', 'publication'] as const) {
        expect(named(spans, service, 'process intake.message.registered.v1')).toHaveLength(1);
      }
      expect(named(spans, 'publication', 'process deadline-supervision.deadline.opened.v1')).toHaveLength(1);
      expect(named(spans, 'routing', 'process deadline-supervision.deadline.opened.v1')).toHaveLength(1);
      expect(named(spans, 'deadline-supervision', 'process routing.message.assigned.v1')).toHaveLength(1);
      return spans;
    });
    expect(named(trace, 'intake', 'publish intake.message.registered.v1')).toHaveLength(1);
    expect(named(trace, 'routing', 'publish routing.message.assigned.v1')).toHaveLength(1);
    expect(named(trace, 'deadline-supervision', 'publish deadline-supervision.deadline.opened.v1')).toHaveLength(1);
    expect(statements(trace, 'intake')).toContainEqual(expect.stringContaining('INSERT INTO message'));
    expect(statements(trace, 'deadline-supervision')).toContainEqual(expect.stringContaining('INSERT INTO deadline '));
    expect(statements(trace, 'publication')).toContainEqual(expect.stringContaining('INSERT INTO message ('));
  });

  it('is a tree whose root is the request', async () => {
    await eventually(() => {
      const spans = collector.trace(registrations()[0]!.traceId);
      const ids = new Set(spans.map(({ spanId }) => spanId));
      expect(spans.filter(({ parentSpanId }) => !parentSpanId || !ids.has(parentSpanId)).map(({ name }) => name)).toEqual([registrations()[0]!.name]);
    });
  });

  it('holds a reply from the desk to the page, the stopped clock and the way back', async () => {
    const answer = await city.call('routing', `/v1/messages/${receipt.messageId}/replies`, { as: 'principal', body: { text: '您好！路灯已于9月18日修复。' } });
    expect(answer.status).toBe(201);
    await isOnPage(receipt, '路灯已于9月18日修复');
    await eventually(() => {
      const [request] = named(collector.spans, 'routing', 'POST /v1/messages/:id/replies');
      const spans = collector.trace(request!.traceId);
      expect(named(spans, 'publication', 'process routing.reply.submitted.v1')).toHaveLength(1);
      for (const service of ['routing', 'deadline-supervision', 'intake'] as const) {
        expect(named(spans, service, 'process publication.reply.published.v1')).toHaveLength(1);
      }
      expect(named(spans, 'publication', 'process deadline-supervision.deadline.closed.v1')).toHaveLength(1);
    });
  });

  it('holds each of many messages that are written, published and handled together', async () => {
    const before = registrations().length;
    await Promise.all(Array.from({ length: 60 }, (_, index) => city.push('board', message(`together-${index}`, { unit: city.unit }))));
    await eventually(() => {
      const traces = registrations().slice(before).map(({ traceId }) => collector.trace(traceId));
      expect(traces).toHaveLength(60);
      for (const spans of traces) {
        expect(named(spans, 'routing', 'process intake.message.registered.v1')).toHaveLength(1);
        expect(named(spans, 'publication', 'process deadline-supervision.deadline.opened.v1')).toHaveLength(1);
      }
    }, { timeoutMs: 60_000 });
    const sizes = collector.spans.map(({ attributes }) => Number(attributes['messaging.batch.message_count'] ?? 0));
    expect(Math.max(...sizes)).toBeGreaterThan(1);
  });
});

interface Sample {
  name: string;
  labels: string[];
  value: number;
}

async function metricsOf(service: ServiceName): Promise<{ samples: Sample[]; types: Map<string, string>; text: string }> {
  const { status, headers, body } = await city.call<string>(service, '/metrics');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  const types = new Map([...body.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name = '', type = '']) => [name, type]));
  const samples = [...body.matchAll(/^(\w+)(?:\{(.*)\})? (\S+)$/gm)].map(([, name = '', labels = '', value = '']) => ({
    name,
    labels: [...labels.matchAll(/(\w+)="/g)].map(([, label = '']) => label),
    value: Number(value),
  }));
  return { samples, types, text: body };
}

const tableOf = (project: string) =>
  readmeTable(new URL(`../../${project}/README.md`, import.meta.url), 'metric').map(([metric = '', type = '', labels = '']) => ({
    name: quoted(metric)[0] ?? '',
    type,
    labels: quoted(labels),
  }));

describe('/metrics', () => {
  const common = [...tableOf('libs/platform'), ...tableOf('libs/messaging')];
  const own: Partial<Record<ServiceName, typeof common>> = { intake: tableOf('services/intake'), publication: tableOf('services/publication'), 'deadline-supervision': tableOf('services/deadline-supervision') };

  it('counts deadlines by phase', async () => {
    await eventually(async () => {
      const { text } = await metricsOf('deadline-supervision');
      expect(text).toContain('wenzheng_deadlines{phase="running"} 60\n');
      expect(text).toContain('wenzheng_deadlines{phase="overdue"} 0\n');
    }, { everyMs: 1_000 });
  });

  it('measures how late the sweep was, once something fell due', async () => {
    await city.advanceTo('2026-09-23T00:00:00+08:00');
    const { samples } = await metricsOf('deadline-supervision');
    expect(samples.find(({ name }) => name === 'wenzheng_sweep_lateness_seconds_count')?.value).toBeGreaterThan(60);
  });

  it.each(services.map((service) => [service]))('of %s holds what the READMEs say, with its labels, and nothing else', async (service) => {
    const documented = [...common, ...(own[service] ?? [])];
    // The first comparison of the ledgers comes some twenty seconds after the start.
    await eventually(async () => {
      const { types } = await metricsOf(service);
      expect([...types].toSorted()).toEqual(documented.map(({ name, type }) => [name, type]).toSorted());
    }, { timeoutMs: 60_000, everyMs: 1_000 });
    const { samples } = await metricsOf(service);
    for (const { name, type, labels } of documented) {
      const [sample] = samples.filter((one) => one.name === (type === 'histogram' ? `${name}_count` : name));
      expect([name, sample?.labels.toSorted()]).toEqual([name, labels.toSorted()]);
    }
  }, 90_000);
});
