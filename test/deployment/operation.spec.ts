// What an administrator meets after the first day: disks that fill, upgrades on little room, changed settings, a restore.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deployedServices, streams } from '@wenzheng/contracts';
import { intakePaths } from '@wenzheng/local';
import { parse } from 'yaml';
import { build, containersOf, deployFolder, overlays, render, renderWithComponents, type Overlay, type Rendered, type Resource } from './rendered.js';
import { faultsOf } from './strict.js';

const kubernetes = `${deployFolder}kubernetes`;
const text = (file: string) => readFile(`${kubernetes}/${file}`, 'utf8');
const GiB = 2 ** 30;
/** Bytes of a Kubernetes quantity in Gi, or of nats-server's GB, which are 2^30 too. */
const bytesOf = (quantity: string) => Number(/^(\d+)(?:Gi|GB)$/.exec(quantity)?.[1]) * GiB;
const milliCoresOf = (quantity: string) => (quantity.endsWith('m') ? Number(quantity.slice(0, -1)) : Number(quantity) * 1000);
type Claim = { metadata: { name: string }; spec: { resources: { requests: { storage: string } } } };

const cities = {} as Record<Overlay, Rendered>;
let whole: Rendered;
beforeAll(async () => {
  for (const overlay of overlays) cities[overlay] = await render(overlay);
  whole = await renderWithComponents('small');
}, 300_000);

describe('room', () => {
  it('for all streams at their fullest in what NATS may use, and for that on its volume', async () => {
    const { maximum } = /STREAM_MAX_BYTES[^\d]*(?<maximum>[\d_]+)/.exec(await readFile(`${deployFolder}image/streams.mjs`, 'utf8'))!.groups!;
    const needed = streams.length * Number(maximum!.replaceAll('_', ''));
    const small = {
      limit: bytesOf(/max_file_store: (\S+)/.exec(await text('overlays/small/stores/nats.conf'))![1]!),
      volume: bytesOf((cities.small.all<Resource & { spec: { volumeClaimTemplates: Claim[] } }>('StatefulSet').find(({ metadata }) => metadata.name === 'wenzheng-nats')!.spec.volumeClaimTemplates[0]!).spec.resources.requests.storage),
    };
    const { config } = parse(await text('overlays/production/nats-values.yaml')) as { config: { jetstream: { fileStore: { maxSize: string; pvc: { size: string } } } } };
    const production = { limit: bytesOf(config.jetstream.fileStore.maxSize), volume: bytesOf(config.jetstream.fileStore.pvc.size) };
    for (const { limit, volume } of [small, production]) {
      expect(limit).toBeGreaterThanOrEqual(needed);
      expect(limit).toBeLessThanOrEqual(0.92 * volume);
    }
  });

  it('on one node of two cores for `small` while an upgrade doubles every pod, beside a control plane', () => {
    const requested = (of: Rendered, kinds: string[]) =>
      of.workloads.filter(({ kind }) => kinds.includes(kind)).flatMap(containersOf).reduce((sum, { resources }) => sum + milliCoresOf(String(resources!.requests!['cpu'])), 0);
    const [pods, stores, jobs] = [['Deployment'], ['StatefulSet'], ['Job', 'CronJob']].map((kinds) => requested(cities.small, kinds));
    expect(2 * pods! + stores!).toBeLessThanOrEqual(1000);
    expect(pods! + stores! + jobs!).toBeLessThanOrEqual(1000);
  });
});

describe('a change', () => {
  it('of the city’s settings or of the image meets no Job: those stand apart, and setup holds nothing else that could refuse', async () => {
    for (const overlay of overlays) {
      expect((await build(`${kubernetes}/overlays/${overlay}`)).filter(({ kind }) => kind === 'Job')).toEqual([]);
      const kinds = new Set((await build(`${kubernetes}/overlays/${overlay}/setup`)).map(({ kind }) => kind));
      expect([...kinds].toSorted()).toEqual(['ConfigMap', 'Job', 'ServiceAccount']);
    }
  }, 300_000);

  it('of a volume’s owner is not looked for in every file of the database at each start', () => {
    for (const { name, pod } of [...cities.small.workloads, ...whole.workloads]) {
      if (pod.spec!.securityContext?.fsGroup !== undefined) expect([name, pod.spec!.securityContext.fsGroupChangePolicy]).toEqual([name, 'OnRootMismatch']);
    }
  });

  it('leaves no service of `small` at nought, as a restore had it', () => {
    for (const service of deployedServices) expect(cities.small.all<Resource & { spec: { replicas?: number } }>('Deployment').find(({ metadata }) => metadata.name === `wenzheng-${service}`)?.spec.replicas).toBe(1);
  });
});

describe('every component', () => {
  it('has no field that Kubernetes does not know, and goes with the others', () => {
    expect(whole.resources.flatMap(faultsOf)).toEqual([]);
    expect(JSON.stringify(whole.resources)).not.toContain('.invalid');
  });

  it('two-replicas: each service twice, of which one at a time may be taken away', () => {
    for (const service of deployedServices) {
      const name = `wenzheng-${service}`;
      expect(whole.all<Resource & { spec: { replicas: number } }>('Deployment').find(({ metadata }) => metadata.name === name)?.spec.replicas).toBe(2);
      expect(whole.all('PodDisruptionBudget').find(({ metadata }) => metadata.name === name)).toMatchObject({ spec: { maxUnavailable: 1 } });
    }
  });

  it('pull-secret: every pod of the overlay shows it', () => {
    const without = whole.workloads.filter(({ kind, pod }) => kind !== 'Job' && pod.spec!.imagePullSecrets?.[0]?.name !== 'wenzheng-registry');
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('private-authority: services trust what the administrator put together', () => {
    for (const service of deployedServices) {
      const { volumes } = whole.workload(`wenzheng-${service}`).pod.spec!;
      expect(volumes?.find(({ name }) => name === 'authorities')?.secret?.secretName).toBe('wenzheng-authorities');
    }
  });

  it('ingress: each host goes to its service, and none to the port of operations', () => {
    const [ingress] = whole.all<Resource & { spec: { rules: { host: string; http: { paths: { path: string; backend: { service: { name: string; port: object } } }[] } }[] } }>('Ingress');
    expect(ingress!.spec.rules.map(({ http }) => http.paths.map(({ path, backend }) => ({ path, ...backend.service }))).toSorted((a, b) => a.at(-1)!.name.localeCompare(b.at(-1)!.name))).toEqual(
      deployedServices
        .map((service) => [...(service === 'publication' ? intakePaths.map((path) => ({ path, name: 'wenzheng-intake', port: { name: 'http' } })) : []), { path: '/', name: `wenzheng-${service}`, port: { name: 'http' } }])
        .toSorted((a, b) => a.at(-1)!.name.localeCompare(b.at(-1)!.name)),
    );
  });
});

describe('the archive of `small`', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-archive-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('takes a segment once more after a crash, and never one of another content under the same name', async () => {
    const [postgres] = containersOf(cities.small.workload('wenzheng-postgres'));
    const command = postgres!.args!.find((argument) => argument.startsWith('archive_command='))!.slice('archive_command='.length);
    const segment = path.join(folder, '000000010000000000000001');
    const backup = path.join(folder, 'backup');
    await mkdir(backup);
    const archive = () =>
      promisify(execFile)('sh', ['-c', command.replaceAll('/backup', backup).replaceAll('%p', segment).replaceAll('%f', path.basename(segment))]).then(() => true, () => false);
    await writeFile(segment, 'first');
    expect([await archive(), await archive()]).toEqual([true, true]);
    await writeFile(segment, 'other');
    expect(await archive()).toBe(false);
    expect(await readFile(path.join(backup, 'wal', path.basename(segment)), 'utf8')).toBe('first');
  });
});

describe('a restore', () => {
  it('of `small` has a pod that mounts the data and the backups of its stores', async () => {
    const [pod] = (await build(`${kubernetes}/overlays/small/restore`)) as (Resource & { spec: { volumes: { persistentVolumeClaim?: { claimName: string } }[] } })[];
    expect(faultsOf(pod!)).toEqual([]);
    const claims = pod!.spec.volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? []);
    const names = cities.small.all<Resource & { spec: { volumeClaimTemplates: Claim[] } }>('StatefulSet').flatMap(({ metadata, spec }) => spec.volumeClaimTemplates.map((claim) => `${claim.metadata.name}-${metadata.name}-0`));
    expect(claims.toSorted()).toEqual([...names.filter((name) => name.includes('postgres')), ...cities.small.all('PersistentVolumeClaim').map(({ metadata }) => metadata.name)].toSorted());
  }, 300_000);

  it('of `production` keeps the cluster’s name, and archives beside what it came from', async () => {
    const [before] = cities.production.all('Cluster');
    const [cluster] = (await build(`${kubernetes}/overlays/production/restore`)).filter(({ kind }) => kind === 'Cluster') as (Resource & {
      spec: { bootstrap: object; plugins: { parameters: { serverName: string } }[]; externalClusters: { plugin: { parameters: { serverName: string } } }[] };
    })[];
    expect(faultsOf(cluster!)).toEqual([]);
    expect(cluster!.metadata.name).toBe(before!.metadata.name);
    expect(cluster!.spec.bootstrap).toHaveProperty('recovery.recoveryTarget.targetTime');
    expect(cluster!.spec.plugins[0]!.parameters.serverName).not.toBe(cluster!.spec.externalClusters[0]!.plugin.parameters.serverName);
  }, 300_000);
});

describe('the copy of an overlay', () => {
  it('renders with digests and mirrors in place of tags', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-mirror-'));
    try {
      await cp(kubernetes, folder, { recursive: true });
      const digest = `sha256:${'a'.repeat(64)}`;
      for (const file of ['overlays/small/city/kustomization.yaml', 'overlays/small/stores/kustomization.yaml']) {
        const changed = (await readFile(path.join(folder, file), 'utf8')).replaceAll(/- \{ name: (\S+),.*\}/g, `- { name: $1, newName: mirror.example.gov.cn/$1, digest: "${digest}" }`);
        await writeFile(path.join(folder, file), changed);
      }
      const images = new Set((await render('small', folder)).workloads.flatMap(containersOf).map(({ image }) => image));
      expect([...images].filter((image) => !image?.startsWith('mirror.example.gov.cn/') || !image.endsWith(`@${digest}`))).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }, 300_000);
});
