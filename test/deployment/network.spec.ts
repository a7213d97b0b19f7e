import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { deployedServices } from '@wenzheng/contracts';
import { parse } from 'yaml';
import { Reach, type Party } from './reach.js';
import { deployFolder, overlays, render, renderWithComponents, type Rendered } from './rendered.js';

const ports = { database: [5432], bus: [4222], service: [8080, 9090] };
const asked = { 8080: '', 9090: ' (operations)', 5432: '', 4222: '' };
const gateway: Party = { name: 'gateway', namespace: { 'wenzheng-role': 'gateway' } };
const monitoring: Party = { name: 'monitoring', namespace: { 'wenzheng-role': 'monitoring' } };
const stranger: Party = { name: 'stranger', namespace: { 'kubernetes.io/metadata.name': 'elsewhere' } };
/**
 * The labels of NATS's pods as its chart renders them (`nats.labels` of chart 2.14): the values' own labels, and over them
 * the chart's, which wins where both name the same.
 */
function chartLabels(): Record<string, string> {
  const { global } = parse(readFileSync(`${deployFolder}kubernetes/overlays/production/nats-values.yaml`, 'utf8')) as { global: { labels: Record<string, string> } };
  return { ...global.labels, 'app.kubernetes.io/name': 'nats', 'app.kubernetes.io/instance': 'wenzheng-nats', 'app.kubernetes.io/component': 'nats' };
}
const at = (address: string): Party => ({ name: address, address });

/** Who may ask whom, and nothing else: publication's forms, conservation's ledgers, whoever sits at the console, the stores, the jobs. */
const expected = [
  'publication → intake',
  ...['intake', 'routing', 'publication'].map((service) => `deadline-supervision → ${service} (operations)`),
  ...['intake', 'routing', 'publication', 'deadline-supervision'].flatMap((service) => [
    `${service} → database`, `${service} → bus`, `gateway → ${service}`, `monitoring → ${service} (operations)`,
    `console → ${service}`, `console → ${service} (operations)`,
  ]),
  'console → database',
  'gateway → console',
  'monitoring → console (operations)',
  'roles → database',
  'migrate → database',
  'streams → bus',
];

describe.each(overlays)('the network of %s', (overlay) => {
  let city: Rendered;
  let reach: Reach;
  let pods: (Party & { labels: Record<string, string> })[];
  beforeAll(async () => {
    city = await render(overlay);
    reach = new Reach(city);
    pods = city.workloads.map(({ name, pod }) => ({ name: name.replace('wenzheng-', ''), labels: pod.metadata?.labels ?? {}, ports: { http: 8080, operations: 9090 } }));
    // Made by their operators, with the labels that the manifests have them give.
    if (overlay === 'production') {
      pods.push({ name: 'postgres', labels: { 'app.kubernetes.io/component': 'database' } }, { name: 'nats', labels: chartLabels() });
    }
  }, 300_000);

  const componentOf = (labels: Record<string, string> = {}) => (labels['app.kubernetes.io/name'] === 'nats' ? 'bus' : labels['app.kubernetes.io/component']);
  const portsOf = (party: { labels: Record<string, string> }) => ports[componentOf(party.labels) as keyof typeof ports] ?? [];
  const named = ({ name, labels }: { name: string; labels?: Record<string, string> }) => {
    const component = componentOf(labels);
    return component === 'database' || component === 'bus' ? component : name;
  };

  it('holds every pod in both directions', () => {
    const free = pods.filter((pod) => !reach.isHeld(pod, 'Ingress') || !reach.isHeld(pod, 'Egress'));
    expect(free.map(({ name }) => name)).toEqual([]);
  });

  it('lets exactly those talk who have something to say to each other', () => {
    const open = [...pods, gateway, monitoring, stranger].flatMap((from) =>
      pods.flatMap((to) => (to === from ? [] : portsOf(to).filter((port) => reach.allows(from, to, port)).map((port) => `${named(from)} → ${named(to)}${asked[port as keyof typeof asked]}`))),
    );
    const backups = overlay === 'small' ? ['backup → database'] : [];
    expect(open.toSorted()).toEqual([...expected, ...backups].toSorted());
  });

  it('lets intake and deadline-supervision alone call webhooks, and nobody a private address', () => {
    const calling = (address: string, port: number) => pods.filter((pod) => pod.labels['app.kubernetes.io/component'] === 'service' && reach.allows(pod, at(address), port)).map(({ name }) => name);
    expect(calling('93.184.216.34', 80).toSorted()).toEqual(['deadline-supervision', 'intake']);
    expect(calling('93.184.216.34', 443)).toContain('intake');
    expect(calling('2606:2800:220:1::1', 80).toSorted()).toEqual(['deadline-supervision', 'intake']);
    for (const address of ['10.0.0.1', '172.16.0.1', '192.168.1.1', '127.0.0.1', '169.254.169.254', '100.64.0.1', 'fd00::1', 'fe80::1', '::1']) {
      expect([address, calling(address, 80), calling(address, 443)]).toEqual([address, [], []]);
    }
  });

  it('lets intake alone reach mail servers, in the internet', () => {
    for (const port of [993, 143, 465, 587]) {
      expect(pods.filter((pod) => reach.allows(pod, at('93.184.216.34'), port)).map(({ name }) => name)).toEqual(['intake']);
      expect(pods.filter((pod) => reach.allows(pod, at('10.30.40.7'), port))).toEqual([]);
    }
  });

  it('lets the services and the console reach the OpenID provider, and no other pod', () => {
    const asking = pods.filter((pod) => reach.allows(pod, at('93.184.216.34'), 443) && !reach.allows(pod, at('10.0.0.1'), 443)).map(({ name }) => name);
    expect(asking.toSorted()).toEqual([...deployedServices].toSorted());
  });

  it('lets every pod ask for names and no job reach the internet', () => {
    const dns: Party = { name: 'dns', namespace: { 'kubernetes.io/metadata.name': 'kube-system' }, labels: { 'k8s-app': 'kube-dns' } };
    expect(pods.filter((pod) => !reach.allows(pod, dns, 53, 'UDP')).map(({ name }) => name)).toEqual([]);
    expect(pods.filter((pod) => !reach.allows(pod, at('169.254.20.10'), 53, 'UDP')).map(({ name }) => name)).toEqual([]);
    const jobs = pods.filter((pod) => ['setup', 'backup'].includes(pod.labels['app.kubernetes.io/component'] ?? ''));
    expect(jobs.filter((pod) => reach.allows(pod, at('93.184.216.34'), 443))).toEqual([]);
  });
});

describe('the network with every component', () => {
  const proxy = { name: 'proxy', labels: { 'gateway.networking.k8s.io/gateway-name': 'wenzheng' } };
  const store = (name: string) => ({ name, labels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': name === 'nats' ? 'bus' : 'database' }, ports: { metrics: name === 'nats' ? 7777 : 9187 } });
  let reach: Reach;
  let service: { name: string; labels: Record<string, string>; ports: Record<string, number> };
  beforeAll(async () => {
    const city = await renderWithComponents('small');
    reach = new Reach(city);
    service = { name: 'routing', labels: city.workload('wenzheng-routing').pod.metadata?.labels ?? {}, ports: { http: 8080, operations: 9090 } };
  }, 300_000);

  it('lets proxies that run in the namespace be called from anywhere, and call services and their controller alone', () => {
    const controller: Party = { name: 'controller', namespace: { 'wenzheng-role': 'gateway' } };
    expect(reach.allows(at('93.184.216.34'), proxy, 443)).toBe(true);
    expect(reach.allows(proxy, service, 8080)).toBe(true);
    expect(reach.allows(proxy, controller, 18000)).toBe(true);
    for (const [to, port] of [[store('nats'), 4222], [store('postgres'), 5432], [stranger, 443], [at('93.184.216.34'), 443]] as const) expect([to.name, reach.allows(proxy, to, port)]).toEqual([to.name, false]);
  });

  it('lets services reach a provider in a private network, there and on its port alone', () => {
    expect([reach.allows(service, at('10.20.30.40'), 8443), reach.allows(service, at('10.20.30.40'), 443), reach.allows(service, at('10.20.30.41'), 8443)]).toEqual([true, false, false]);
  });

  it('lets intake reach mail servers, object store and scanner in a private network, and no other service', () => {
    const intake = { ...service, name: 'intake', labels: { ...service.labels, 'app.kubernetes.io/name': 'intake' } };
    for (const port of [993, 465, 9000, 3310]) expect([port, reach.allows(intake, at('10.30.40.7'), port), reach.allows(intake, at('10.30.41.7'), port), reach.allows(service, at('10.30.40.7'), port)]).toEqual([port, true, false, false]);
  });

  it('lets intake alone ask the scanner for malware, which asks the internet for signatures and nobody here', () => {
    const scanner = { name: 'clamd', labels: { 'app.kubernetes.io/component': 'scanner', 'app.kubernetes.io/name': 'clamd' }, ports: { clamd: 3310 } };
    const intake = { ...service, name: 'intake', labels: { ...service.labels, 'app.kubernetes.io/name': 'intake' } };
    expect([intake, service, monitoring, gateway, stranger, proxy].map((from) => reach.allows(from, scanner, 3310))).toEqual([true, false, false, false, false, false]);
    expect([at('93.184.216.34'), at('10.0.0.1'), store('postgres'), service].map((to) => reach.allows(scanner, to, 443))).toEqual([true, false, false, false]);
    expect([reach.allows(scanner, store('postgres'), 5432), reach.allows(scanner, service, 8080)]).toEqual([false, false]);
  });

  it('lets monitoring read the stores’ exporters, and nobody else', () => {
    for (const name of ['nats', 'postgres']) {
      const [to, port] = [store(name), store(name).ports.metrics!];
      expect([name, reach.allows(monitoring, to, port), reach.allows(gateway, to, port), reach.allows(service, to, port)]).toEqual([name, true, false, false]);
    }
  });

  it('lets the copy of the backups reach an object store, and no store of the platform', () => {
    const copy = { name: 'copy', labels: { 'app.kubernetes.io/component': 'off-node-backup', 'app.kubernetes.io/name': 'off-node-backup' } };
    expect([reach.allows(copy, at('10.1.2.3'), 443), reach.allows(copy, store('postgres'), 5432), reach.allows(copy, store('nats'), 4222)]).toEqual([true, false, false]);
  });
});
