import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { V1ConfigMap, V1Container, V1Job, V1CronJob, V1Deployment, V1PodTemplateSpec, V1StatefulSet } from '@kubernetes/client-node';
import { findProgram } from '@wenzheng/local';
import { parseAllDocuments } from 'yaml';

export const overlays = ['production', 'small'] as const;
export type Overlay = (typeof overlays)[number];
export const deployFolder = fileURLToPath(new URL('../../deploy/', import.meta.url));

export interface Resource {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  spec?: unknown;
}

/** One kind of pod of the city: what a Deployment, StatefulSet, Job or CronJob makes. */
export interface Workload {
  kind: string;
  name: string;
  pod: V1PodTemplateSpec;
}

/** Everything that an administrator applies with `kubectl apply -k`: the overlay, with its stores, and its set-up. */
export async function render(overlay: Overlay, kubernetes = `${deployFolder}kubernetes`): Promise<Rendered> {
  const parts = await Promise.all([overlay, `${overlay}/setup`].map((folder) => build(`${kubernetes}/overlays/${folder}`)));
  // The city's settings stand in both.
  const byName = new Map(parts.flat().map((resource) => [`${resource.apiVersion} ${resource.kind} ${resource.metadata.name}`, resource]));
  return new Rendered(overlay, [...byName.values()]);
}

/** The same with every component that the overlay offers in a comment. */
export async function renderWithComponents(overlay: Overlay): Promise<Rendered> {
  const folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-components-'));
  try {
    await cp(`${deployFolder}kubernetes`, folder, { recursive: true });
    for (const file of [`overlays/${overlay}/kustomization.yaml`, `overlays/${overlay}/stores/kustomization.yaml`]) {
      const text = await readFile(path.join(folder, file), 'utf8');
      await writeFile(path.join(folder, file), text.replaceAll(/^( *)# (- [.\w/-]+|components:.*?)(?: {2,}\(.*\))?$/gm, '$1$2'));
    }
    return await render(overlay, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function build(folder: string): Promise<Resource[]> {
  const kustomize = await findProgram({ program: 'kustomize', package: 'kustomize', release: 'trixie', path: 'usr/bin/kustomize' });
  const { stdout } = await promisify(execFile)(kustomize, ['build', folder], { maxBuffer: 16 * 1024 * 1024 });
  return parseAllDocuments(stdout).map((document) => {
    if (document.errors.length > 0) throw document.errors[0]!;
    return document.toJS() as Resource;
  });
}

export class Rendered {
  constructor(
    readonly overlay: Overlay,
    readonly resources: Resource[],
  ) {}

  all<Kind extends Resource = Resource>(kind: string): Kind[] {
    return this.resources.filter((resource) => resource.kind === kind) as Kind[];
  }

  get workloads(): Workload[] {
    return [
      ...this.all<Resource & V1Deployment>('Deployment').map((resource) => workload(resource, resource.spec!.template)),
      ...this.all<Resource & V1StatefulSet>('StatefulSet').map((resource) => workload(resource, resource.spec!.template)),
      ...this.all<Resource & V1Job>('Job').map((resource) => workload(resource, resource.spec!.template)),
      ...this.all<Resource & V1CronJob>('CronJob').map((resource) => workload(resource, resource.spec!.jobTemplate.spec!.template)),
    ];
  }

  workload(name: string): Workload {
    const found = this.workloads.find((candidate) => candidate.name === name);
    if (!found) throw new Error(`${this.overlay} has no workload ${name}`);
    return found;
  }

  configMap(name: string): Record<string, string> {
    const found = this.all<Resource & V1ConfigMap>('ConfigMap').find((resource) => resource.metadata.name === name);
    if (!found) throw new Error(`${this.overlay} has no ConfigMap ${name}`);
    return found.data ?? {};
  }
}

const workload = (resource: Resource, pod: V1PodTemplateSpec): Workload => ({ kind: resource.kind, name: resource.metadata.name, pod });

export const containersOf = ({ pod }: Workload): V1Container[] => [...(pod.spec!.initContainers ?? []), ...pod.spec!.containers];

/** Every `secret/key` that the pod names, in its environment or its volumes. */
export function secretsOf(of: Workload): { secret: string; key: string; optional?: true }[] {
  const fromEnvironment = containersOf(of).flatMap((container) =>
    (container.env ?? []).flatMap(({ valueFrom }) => (valueFrom?.secretKeyRef ? [{ secret: valueFrom.secretKeyRef.name ?? '', key: valueFrom.secretKeyRef.key, ...(valueFrom.secretKeyRef.optional && { optional: true as const }) }] : [])),
  );
  const fromVolumes = (of.pod.spec!.volumes ?? []).flatMap(({ secret }) =>
    (secret?.items ?? []).map(({ key }) => ({ secret: secret?.secretName ?? '', key })),
  );
  return [...fromEnvironment, ...fromVolumes];
}
