import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { deployedServices, type DeployedService } from '@wenzheng/contracts';
import { intakePaths } from '@wenzheng/local';
import { quoted, readmeTable } from '@wenzheng/testing';
import { configurationOf, environmentOf } from './configuration.js';
import { containersOf, overlays, render, renderWithComponents, secretsOf, type Rendered, type Resource } from './rendered.js';
import { faultsOf } from './strict.js';

const readme = new URL('../../deploy/README.md', import.meta.url);
const key = () => randomBytes(32).toString('base64');

/** What the Secrets of a city hold, by key. */
const secrets: Record<string, string> = {
  DATABASE_URL: 'postgres://wenzheng:secret@wenzheng-postgres:5432/wenzheng',
  NATS_PASSWORD: 'n0123456789abcdef',
  CHANNEL_KEYS: JSON.stringify({ board: randomBytes(24).toString('hex'), portal: randomBytes(24).toString('hex') }),
  VAULT_KEYS: JSON.stringify({ active: 'k1', keys: { k1: key() } }),
  TRACKING_KEY: key(),
  AUTHOR_HASH_KEY: key(),
  LOG_KEY: key(),
  OIDC_CLIENT_ID: 'a-client',
  OIDC_CLIENT_SECRET: 'secret',
  SESSION_KEYS: JSON.stringify({ active: 'k1', keys: { k1: key() } }),
  WEBHOOK_KEYS: JSON.stringify({ active: 'k1', keys: { k1: key() } }),
  MAILBOXES: JSON.stringify([{ name: 'mayor', address: 'mayor@city.example', imap: { host: 'mail.city.example', port: 993, user: 'mayor', password: 'secret' } }]),
  SMTP: JSON.stringify({ host: 'mail.city.example', port: 465, user: 'mayor', password: 'secret' }),
  ATTACHMENTS_S3: JSON.stringify({ endpoint: 'https://objects.city.example', bucket: 'attachments', accessKey: 'key', secretKey: 'secret' }),
};
/** Of the container and its image, not of the service's configuration. */
const ofTheContainer = ['SERVICE', 'NODE_EXTRA_CA_CERTS'];

describe.each(overlays)('the manifests of %s', (overlay) => {
  let city: Rendered;
  beforeAll(async () => {
    city = await render(overlay);
  }, 300_000);

  it('have no field that Kubernetes does not know, and none of a wrong type', () => {
    expect(city.resources.flatMap(faultsOf)).toEqual([]);
  });

  it('are told apart by kind and name, and live in one namespace', () => {
    const names = city.resources.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    const elsewhere = city.resources.filter(({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace !== 'wenzheng');
    expect(elsewhere).toEqual([]);
  });

  it('hold no secret', () => {
    expect(city.all('Secret')).toEqual([]);
  });

  it('document every secret that a pod asks for, key by key', () => {
    const documented = readmeTable(readme, 'secret').flatMap(([names = '', keys = '']) => quoted(names).flatMap((name) => quoted(keys).map((one) => `${name}/${one}`)));
    const asked = city.workloads.flatMap(secretsOf).map(({ secret, key: one }) => `${secret}/${one}`);
    expect([...new Set(asked)].filter((one) => !documented.includes(one))).toEqual([]);
  });

  it('name only ConfigMaps that are there, or that the README has the administrator make', () => {
    const here = new Set(city.all('ConfigMap').map(({ metadata }) => metadata.name));
    const asked = city.workloads.flatMap(({ pod }) => [
      ...pod.spec!.containers.flatMap(({ envFrom = [] }) => envFrom.map(({ configMapRef }) => configMapRef?.name)),
      ...(pod.spec!.volumes ?? []).map(({ configMap }) => configMap?.name),
    ]);
    expect([...new Set(asked.filter((name) => name !== undefined && !here.has(name)))]).toEqual(['wenzheng-units']);
    expect(readFileSync(readme, 'utf8')).toContain('create configmap wenzheng-units');
  });

  describe.each(deployedServices)('give %s', (service) => {
    it('a configuration that a production start accepts, and no setting that it does not know', async () => {
      const { schema, refuse } = await configurationOf(service);
      const environment = environmentOf(city, service, secrets);
      const unknown = Object.keys(environment).filter((name) => !(name in schema.shape) && !ofTheContainer.includes(name));
      expect(unknown).toEqual([]);
      const parsed = schema.safeParse(environment);
      expect(parsed.success ? [] : parsed.error.issues).toEqual([]);
      expect(parsed.success ? refuse(parsed.data) : []).toEqual([]);
      expect(parsed).toMatchObject({ data: { NODE_ENV: 'production', CLOCK: 'system', OIDC_ISSUER: expect.stringMatching(/^https:/) } });
    });

    it('three probes, and time to finish what is open', () => {
      const { pod } = city.workload(`wenzheng-${service}`);
      const [container] = pod.spec!.containers;
      expect(container!.startupProbe?.httpGet?.path).toBe('/health/live');
      expect(container!.livenessProbe?.httpGet?.path).toBe('/health/live');
      expect(container!.readinessProbe?.httpGet?.path).toBe('/health/ready');
      for (const probe of [container!.startupProbe, container!.livenessProbe, container!.readinessProbe]) expect(probe?.httpGet?.port).toBe('operations');
      expect(container!.ports).toEqual([{ name: 'http', containerPort: 8080 }, { name: 'operations', containerPort: 9090 }]);
      const pause = container!.lifecycle?.preStop?.sleep?.seconds ?? 0;
      expect(pause).toBeGreaterThan(0);
      expect(pod.spec!.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(pause + 30);
    });

    it('an upgrade in which no replica goes before its successor takes traffic', () => {
      const deployment = city.all('Deployment').find(({ metadata }) => metadata.name === `wenzheng-${service}`);
      expect(deployment).toMatchObject({ spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } } } });
    });

    it('a Service whose selector finds its own pods and no job', () => {
      const selector = (city.all('Service').find(({ metadata }) => metadata.name === `wenzheng-${service}`)?.spec as { selector: Record<string, string> }).selector;
      const found = city.workloads.filter(({ pod }) => Object.entries(selector).every(([label, value]) => pod.metadata?.labels?.[label] === value));
      expect(found.map(({ kind, name }) => `${kind}/${name}`)).toEqual([`Deployment/wenzheng-${service}`]);
    });

    it('a job that brings its schema up to date', () => {
      const migrating = containersOf(city.workload('wenzheng-migrate')).find(({ name }) => name === service);
      expect(migrating).toMatchObject({ args: ['migrate'], env: expect.arrayContaining([{ name: 'SERVICE', value: service }]) });
    });
  });

  it('keep every pod to the restricted profile, without a token of the Kubernetes API', () => {
    for (const workload of city.workloads) {
      const { spec } = workload.pod;
      expect([workload.name, spec]).toMatchObject([
        workload.name,
        { automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } },
      ]);
      expect(spec!.securityContext!.runAsUser).toBeGreaterThan(0);
      expect([spec!.hostNetwork, spec!.hostPID, spec!.hostIPC]).toEqual([undefined, undefined, undefined]);
      expect((spec!.volumes ?? []).filter(({ hostPath }) => hostPath)).toEqual([]);
      for (const container of containersOf(workload)) {
        expect([workload.name, container.securityContext]).toEqual([
          workload.name,
          { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        ]);
      }
    }
    expect(city.all('Namespace')).toMatchObject([{ metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } }]);
  });

  it('give intake a place for attachments on their way, where the rest of its file system cannot be written to', () => {
    const { pod } = city.workload('wenzheng-intake');
    const mounted = containersOf(city.workload('wenzheng-intake')).flatMap(({ volumeMounts = [] }) => volumeMounts).find(({ mountPath }) => mountPath === '/tmp');
    expect(pod.spec!.volumes?.find(({ name }) => name === mounted?.name)?.emptyDir?.sizeLimit).toMatch(/^\d+Gi$/);
  });

  it('give every container its share, and a pinned image', () => {
    for (const container of city.workloads.flatMap(containersOf)) {
      expect([container.name, container.resources]).toMatchObject([
        container.name,
        { requests: { cpu: expect.any(String), memory: expect.any(String) }, limits: { memory: expect.any(String) } },
      ]);
      expect(container.image).toMatch(/^[^/]+\..+:(?!latest$)[\w.-]+$/);
    }
  });

  it('give deadline-supervision room for its two heaps: V8 takes half of a limit for the process, and the thread of hot issues 256 MiB', () => {
    const limits = Object.fromEntries(deployedServices.map((service) => [service, city.workloads.filter(({ name }) => name === `wenzheng-${service}`).flatMap(containersOf)[0]?.resources?.limits?.['memory']]));
    expect(limits).toEqual({ intake: '512Mi', routing: '512Mi', publication: '512Mi', 'deadline-supervision': '1Gi', console: '512Mi' });
  });

  it('keep what only the cluster may ask from the gateway', () => {
    const routes = city.all<Resource & { spec: { hostnames?: string[]; rules: { matches?: { path: { value: string } }[]; timeouts?: { request: string }; backendRefs?: { name: string; port: number }[] }[] } }>('HTTPRoute');
    const served = routes.filter(({ spec }) => spec.hostnames);
    expect(served.map(({ spec }) => spec.rules.at(-1)?.backendRefs?.[0]?.name).toSorted()).toEqual(deployedServices.map((service) => `wenzheng-${service}`).toSorted());
    for (const { spec } of served) {
      expect(new Set(spec.rules.flatMap(({ backendRefs }) => backendRefs?.map(({ port }) => port)))).toEqual(new Set([8080]));
      expect(spec.hostnames![0]).toMatch(/wenzheng\.example\.gov\.cn$/);
    }
    const [pages] = routes.find(({ metadata }) => metadata.name === 'portal')!.spec.rules;
    expect({ to: pages!.backendRefs![0]!.name, paths: pages!.matches!.map(({ path }) => path.value) }).toEqual({ to: 'wenzheng-intake', paths: intakePaths });
    const addressOf = (setting: string) => city.all<Resource & { data?: Record<string, string> }>('ConfigMap').map(({ data }) => data?.[setting]).find(Boolean);
    const hostOf = (route: string) => `https://${routes.find(({ metadata }) => metadata.name === route)?.spec.hostnames?.[0]}`;
    expect([hostOf('portal'), hostOf('console')]).toEqual([addressOf('PUBLIC_URL'), addressOf('CONSOLE_URL')]);
    // What people are told leads there too.
    expect(environmentOf(city, 'routing', secrets).CONSOLE_URL).toBe(addressOf('CONSOLE_URL'));
    // Escalations come as a stream, which no gateway may cut off.
    const streaming = served.filter(({ spec }) => spec.rules.at(-1)?.timeouts?.request === '0s');
    expect(streaming.map(({ metadata }) => metadata.name).toSorted()).toEqual(['console', 'supervision']);
  });
});

describe('the manifests of production', () => {
  let city: Rendered;
  beforeAll(async () => {
    city = await render('production');
  }, 300_000);

  it.each(deployedServices)('keep three replicas of %s and more, spread over nodes, of which one at a time may be taken away', (service) => {
    const name = `wenzheng-${service}`;
    expect(city.all('HorizontalPodAutoscaler').find(({ metadata }) => metadata.name === name)).toMatchObject({ spec: { minReplicas: 3, scaleTargetRef: { kind: 'Deployment', name } } });
    expect(city.all('PodDisruptionBudget').find(({ metadata }) => metadata.name === name)).toMatchObject({ spec: { maxUnavailable: 1, selector: { matchLabels: { 'app.kubernetes.io/name': service } } } });
    expect(city.workload(name).pod.spec!.topologySpreadConstraints?.map(({ topologyKey }) => topologyKey)).toEqual(['topology.kubernetes.io/zone', 'kubernetes.io/hostname']);
  });

  it('leave room in the database for every pool at its most, upgrade included', async () => {
    const scalers = city.all<Resource & { spec: { maxReplicas: number } }>('HorizontalPodAutoscaler');
    const replicas = (service: DeployedService) => scalers.find(({ metadata }) => metadata.name === `wenzheng-${service}`)!.spec.maxReplicas;
    const cluster = city.all<Resource & { spec: { postgresql: { parameters: Record<string, string> } } }>('Cluster')[0]!;
    expect(Number(cluster.spec.postgresql.parameters.max_connections)).toBeGreaterThan(await connectionsAtMost(replicas));
  });
});

describe('the manifests of small, with every component', () => {
  let city: Rendered;
  beforeAll(async () => {
    city = await renderWithComponents('small');
  }, 300_000);

  it('give the city’s fonts, to read alone, to each service that sets papers', async () => {
    const setsPapers = async (service: DeployedService) => 'FONTS_DIR' in (await configurationOf(service)).schema.shape;
    for (const service of deployedServices) {
      const { volumes = [], containers } = city.workload(`wenzheng-${service}`).pod.spec!;
      const has = {
        setting: environmentOf(city, service, secrets)['FONTS_DIR'],
        mount: containers[0]!.volumeMounts?.find(({ name }) => name === 'fonts'),
        claim: volumes.find(({ name }) => name === 'fonts')?.persistentVolumeClaim,
      };
      const wanted = { setting: '/fonts', mount: { name: 'fonts', mountPath: '/fonts', readOnly: true }, claim: { claimName: 'wenzheng-fonts', readOnly: true } };
      expect([service, has]).toEqual([service, (await setsPapers(service)) ? wanted : { setting: undefined, mount: undefined, claim: undefined }]);
    }
    expect(city.resources.flatMap(faultsOf)).toEqual([]);
  });

  it('have intake ask the scanner beside it, whose signatures outlive it, and which keeps to the restricted profile', () => {
    const scanner = city.workload('wenzheng-clamd');
    const [service] = city.all<Resource & { spec: { selector: Record<string, string>; ports: { port: number }[] } }>('Service').filter(({ metadata }) => metadata.name === 'wenzheng-clamd');
    expect(environmentOf(city, 'intake', secrets)['CLAMD_ADDRESS']).toBe(`wenzheng-clamd:${service?.spec.ports[0]?.port}`);
    expect(scanner.pod.metadata?.labels).toMatchObject(service?.spec.selector ?? { missing: true });
    const volumes = new Map(scanner.pod.spec!.volumes?.map((volume) => [volume.name, volume]));
    const settings = city.configMap(volumes.get('settings')?.configMap?.name ?? '');
    const folderOf = (file: string) => /^DatabaseDirectory (\S+)$/m.exec(settings[file] ?? '')?.[1];
    expect([folderOf('clamd.conf'), /^TCPSocket 3310$/m.test(settings['clamd.conf'] ?? '')]).toEqual([folderOf('freshclam.conf'), true]);
    expect(volumes.get('signatures')?.persistentVolumeClaim).toEqual({ claimName: 'wenzheng-clamd' });
    expect(scanner.pod.spec).toMatchObject({ automountServiceAccountToken: false, securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } } });
    for (const container of containersOf(scanner)) {
      expect(container.volumeMounts).toContainEqual({ name: 'signatures', mountPath: folderOf('clamd.conf') });
      expect(container).toMatchObject({ securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } }, resources: { requests: { cpu: expect.any(String) }, limits: { memory: expect.any(String) } } });
      expect(container.image).toMatch(/^docker\.io\/clamav\/clamav:[\d.]+_base$/);
    }
  });

  it('leave room in the database for two replicas of each and an upgrade', async () => {
    const arguments_ = containersOf(city.workload('wenzheng-postgres')).flatMap(({ args }) => args ?? []).join(' ');
    expect(Number(/max_connections=(\d+)/.exec(arguments_)?.[1])).toBeGreaterThan(await connectionsAtMost(() => 2));
  });
});

/** Of pools at their defaults, one replica more of each while it upgrades, and the few that backups, exporters and administrators have. */
async function connectionsAtMost(replicasOf: (service: DeployedService) => number): Promise<number> {
  let sum = 8;
  for (const service of deployedServices) {
    const { shape } = (await configurationOf(service)).schema;
    const pools = ['DATABASE_POOL', 'READ_POOL'].filter((name) => name in shape).map((name) => Number((shape[name]!.safeParse(undefined) as { data?: number }).data));
    // The thread of hot issues has a pool as large as the service's, and one connection hears of new escalations.
    const each = pools.reduce((total, pool) => total + pool, 0) + (service === 'deadline-supervision' ? pools[0]! + 1 : 0);
    expect(each).toBeGreaterThanOrEqual(10);
    sum += each * (replicasOf(service) + 1);
  }
  return sum;
}
