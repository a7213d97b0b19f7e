import { beforeAll, describe, expect, it } from '@jest/globals';
import { Reach, type Party } from './reach.js';
import { overlays, render, type Rendered } from './rendered.js';

const ports = { database: 5432, bus: 4222, service: 8080 };
const gateway: Party = { name: 'gateway', namespace: { 'wenzheng-role': 'gateway' } };
const monitoring: Party = { name: 'monitoring', namespace: { 'wenzheng-role': 'monitoring' } };
const stranger: Party = { name: 'stranger', namespace: { 'kubernetes.io/metadata.name': 'elsewhere' } };
const at = (address: string): Party => ({ name: address, address });

/** Who may ask whom, and nothing else: publication's forms, conservation's ledgers, the stores, the jobs. */
const expected = [
  'publication → intake',
  ...['intake', 'routing', 'publication'].map((service) => `deadline-supervision → ${service}`),
  ...['intake', 'routing', 'publication', 'deadline-supervision'].flatMap((service) => [
    `${service} → database`, `${service} → bus`, `gateway → ${service}`, `monitoring → ${service}`, `migrate-${service} → database`,
  ]),
  'roles → database',
  'streams → bus',
];

describe.each(overlays)('the network of %s', (overlay) => {
  let city: Rendered;
  let reach: Reach;
  let pods: (Party & { labels: Record<string, string> })[];
  beforeAll(async () => {
    city = await render(overlay);
    reach = new Reach(city);
    pods = city.workloads.map(({ name, pod }) => ({ name: name.replace('wenzheng-', ''), labels: pod.metadata?.labels ?? {}, ports: { http: 8080 } }));
    // Made by their operators, with the labels that the manifests have them give.
    if (overlay === 'production') {
      pods.push({ name: 'postgres', labels: { 'app.kubernetes.io/component': 'database' } }, { name: 'nats', labels: { 'app.kubernetes.io/component': 'bus' } });
    }
  }, 300_000);

  const portOf = (party: { labels: Record<string, string> }) => ports[party.labels['app.kubernetes.io/component'] as keyof typeof ports];
  const named = ({ name, labels }: { name: string; labels?: Record<string, string> }) => {
    const component = labels?.['app.kubernetes.io/component'];
    return component === 'database' || component === 'bus' ? component : name;
  };

  it('holds every pod in both directions', () => {
    const free = pods.filter((pod) => !reach.isHeld(pod, 'Ingress') || !reach.isHeld(pod, 'Egress'));
    expect(free.map(({ name }) => name)).toEqual([]);
  });

  it('lets exactly those talk who have something to say to each other', () => {
    const open = [...pods, gateway, monitoring, stranger].flatMap((from) =>
      pods.filter((to) => to !== from && portOf(to) !== undefined && reach.allows(from, to, portOf(to))).map((to) => `${named(from)} → ${named(to)}`),
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

  it('lets every pod ask for names and no job reach the internet', () => {
    const dns: Party = { name: 'dns', namespace: { 'kubernetes.io/metadata.name': 'kube-system' }, labels: { 'k8s-app': 'kube-dns' } };
    expect(pods.filter((pod) => !reach.allows(pod, dns, 53, 'UDP')).map(({ name }) => name)).toEqual([]);
    const jobs = pods.filter((pod) => ['setup', 'backup'].includes(pod.labels['app.kubernetes.io/component'] ?? ''));
    expect(jobs.filter((pod) => reach.allows(pod, at('93.184.216.34'), 443))).toEqual([]);
  });
});
