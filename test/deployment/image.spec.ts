import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { deployedServices } from '@wenzheng/contracts';
import { containersOf, deployFolder, overlays, render } from './rendered.js';

const image = `${deployFolder}image/`;
const start = (args: string[], environment: Record<string, string> = {}) => {
  const { status, stderr } = spawnSync(process.execPath, [`${image}start.mjs`, ...args], { encoding: 'utf8', env: { PATH: process.env.PATH, ...environment } });
  return { status, stderr: stderr.trim() };
};

describe('the image', () => {
  it('says which services it has when asked for another', () => {
    expect(start(['serve'], { SERVICE: 'portal' })).toEqual({ status: 1, stderr: `SERVICE is portal; it must be one of ${deployedServices.join(', ')}` });
  });

  it('refuses a step that it does not have', () => {
    expect(start(['shell'])).toEqual({ status: 1, stderr: 'there is no step "shell": serve, migrate, roles, streams' });
  });

  it('has a job say which of its variables is missing', () => {
    expect(start(['streams'])).toEqual({ status: 1, stderr: 'NATS_URL is not set' });
    expect(start(['streams'], { NATS_URL: 'nats://127.0.0.1:1', NATS_USER: 'deploy' })).toEqual({ status: 1, stderr: 'NATS_PASSWORD is not set' });
  });

  it('runs as a user of its own, the one that the manifests name', async () => {
    const user = /^USER (\d+):(\d+)$/m.exec(readFileSync(`${image}Containerfile`, 'utf8'));
    for (const overlay of overlays) {
      const ours = (await render(overlay)).workloads.filter((workload) => containersOf(workload)[0]?.image?.includes('/wenzheng:'));
      expect(ours.length).toBe(deployedServices.length + 3);
      for (const { pod } of ours) expect(pod.spec?.securityContext).toMatchObject({ runAsUser: Number(user?.[1]), runAsGroup: Number(user?.[2]) });
    }
  }, 300_000);

  it('is asked by every pod for a step that it has', async () => {
    const steps = (await render('small')).workloads.flatMap(containersOf).filter((container) => container.image?.includes('/wenzheng:')).map(({ args }) => args?.join(' '));
    expect([...new Set(steps)].toSorted()).toEqual(['migrate', 'roles', 'serve', 'streams']);
  }, 300_000);
});
