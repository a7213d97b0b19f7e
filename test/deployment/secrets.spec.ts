import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deployedServices } from '@wenzheng/contracts';
import { configurationOf, environmentOf } from './configuration.js';
import { deployFolder, overlays, render, secretsOf, type Rendered } from './rendered.js';

/** Keeps secrets as folders, as the API keeps them as objects; of kubectl it knows what secrets.sh asks of it. */
const kubectl = `#!/usr/bin/env bash
set -euo pipefail
[ "$1" = -n ] && shift 2
case "$1 $2" in
  'get namespace') ;;
  'get secret')
    [ -d "$CLUSTER/$3" ] || exit 1
    if [ "\${4:-}" = -o ]; then key=\${5#jsonpath={.data.}; key=\${key%\\}}; [ ! -e "$CLUSTER/$3/\${key//\\\\/}" ] || base64 -w0 "$CLUSTER/$3/\${key//\\\\/}"; fi ;;
  'create secret') [ ! -e "$CLUSTER/$4" ] && cp -r "\${5#--from-file=}" "$CLUSTER/$4"; echo "secret/$4 created" ;;
  'patch secret')
    IFS='"' read -r _ _ _ key _ value _ < "\${4#--patch-file=}" || true
    base64 -d <<< "$value" > "\${CLUSTER:?}/$3/$key" ;;
  'delete secret') rm -r "\${CLUSTER:?}/$3" ;;
  'label secret') ;;
  *) echo "not known here: $*" >&2; exit 2 ;;
esac
`;

const given = { OIDC_CLIENT_ID: 'supervision-of-the-city', OIDC_CLIENT_SECRET: 'from-the-provider-1', CONSOLE_OIDC_CLIENT_ID: 'console-of-the-city', CONSOLE_OIDC_CLIENT_SECRET: 'from-the-provider-2', BACKUP_ACCESS_KEY_ID: 'object-store-key', BACKUP_ACCESS_SECRET_KEY: 'object-store-secret' };

describe.each(overlays)('secrets.sh %s', (overlay) => {
  let folder: string;
  let cluster: string;
  let city: Rendered;
  let printed: string;
  let made: Record<string, string>;

  async function makeSecrets(...options: string[]): Promise<string> {
    const { stdout, stderr } = await promisify(execFile)(`${deployFolder}kubernetes/secrets.sh`, [overlay, ...options], {
      env: { PATH: `${path.join(folder, 'bin')}:${process.env['PATH']}`, CLUSTER: cluster, ...given },
    });
    return stdout + stderr;
  }

  async function secrets(): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const name of await readdir(cluster)) {
      for (const key of await readdir(path.join(cluster, name))) found[`${name}/${key}`] = await readFile(path.join(cluster, name, key), 'utf8');
    }
    return found;
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'wenzheng-secrets-'));
    cluster = path.join(folder, 'cluster');
    await mkdir(cluster);
    await mkdir(path.join(folder, 'bin'));
    await writeFile(path.join(folder, 'bin/kubectl'), kubectl, { mode: 0o755 });
    city = await render(overlay);
    printed = await makeSecrets();
    made = await secrets();
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('makes every secret that a pod asks for, and prints none', () => {
    const asked = city.workloads.flatMap(secretsOf).filter(({ optional }) => !optional).map(({ secret, key }) => `${secret}/${key}`);
    const byOperator = overlay === 'production' ? ['wenzheng-postgres-superuser/username', 'wenzheng-postgres-superuser/password'] : [];
    expect([...new Set(asked)].filter((one) => !(one in made) && !byOperator.includes(one))).toEqual([]);
    for (const [name, value] of Object.entries(made)) if (value.length > 10) expect([name, printed.includes(value)]).toEqual([name, false]);
  });

  it('makes what a production start accepts, each service its own', async () => {
    for (const service of deployedServices) {
      const own = Object.fromEntries(Object.entries(made).filter(([name]) => name.startsWith(`wenzheng-${service}/`)).map(([name, value]) => [name.split('/')[1], value]));
      const { schema, refuse } = await configurationOf(service);
      const parsed = schema.safeParse(environmentOf(city, service, own));
      expect([service, parsed.success ? refuse(parsed.data) : parsed.error.issues]).toEqual([service, []]);
      expect(made[`wenzheng-${service}/NATS_PASSWORD`]).toBe(made[`wenzheng-nats/NATS_PASSWORD_${service.toUpperCase().replaceAll('-', '_')}`]);
    }
    expect('wenzheng-console/NATS_PASSWORD' in made).toBe(false);
    expect(made['wenzheng-console/OIDC_CLIENT_SECRET']).toBe(given.CONSOLE_OIDC_CLIENT_SECRET);
    expect(new Set(deployedServices.map((service) => new URL(made[`wenzheng-${service}/DATABASE_URL`]!).password)).size).toBe(deployedServices.length);
  });

  it('certifies the stores under the addresses by which they are reached, by the authority that services trust', () => {
    const authority = new X509Certificate(made['wenzheng-authority/ca.crt']!);
    const addresses = { 'wenzheng-nats-tls': ['wenzheng-nats', 'wenzheng-nats-2.wenzheng-nats-headless'], 'wenzheng-postgres-tls': ['wenzheng-postgres', 'wenzheng-postgres-rw'] };
    for (const [name, hosts] of Object.entries(addresses)) {
      const certificate = new X509Certificate(made[`${name}/tls.crt`]!);
      expect([name, certificate.verify(authority.publicKey), certificate.checkIssued(authority)]).toEqual([name, true, true]);
      expect(hosts.filter((host) => certificate.checkHost(host) === undefined)).toEqual([]);
    }
  });

  it('changes nothing the second time but, when asked, the certificates', async () => {
    expect(await makeSecrets('--renew-certificates')).toContain('stays');
    const after = await secrets();
    const changed = Object.keys(after).filter((name) => after[name] !== made[name]);
    expect(changed.toSorted()).toEqual(['wenzheng-nats-tls/tls.crt', 'wenzheng-nats-tls/tls.key', 'wenzheng-postgres-tls/tls.crt', 'wenzheng-postgres-tls/tls.key']);
    expect(new X509Certificate(after['wenzheng-nats-tls/tls.crt']!).verify(new X509Certificate(made['wenzheng-authority/ca.crt']!).publicKey)).toBe(true);
    expect(Object.keys(made).filter((name) => !(name in after))).toEqual([]);
    await makeSecrets();
    expect(await secrets()).toEqual(after);
  }, 300_000);

  it('gives a city of a release without the console what that needs, and changes nothing else', async () => {
    const before = await secrets();
    await rm(path.join(cluster, 'wenzheng-console'), { recursive: true });
    await rm(path.join(cluster, 'wenzheng-owners/DATABASE_URL_CONSOLE'));
    expect(await makeSecrets()).toContain('added DATABASE_URL_CONSOLE');
    const after = await secrets();
    expect(Object.keys(after).toSorted()).toEqual(Object.keys(before).toSorted());
    const isNew = (name: string) => name.startsWith('wenzheng-console/') || name === 'wenzheng-owners/DATABASE_URL_CONSOLE';
    for (const [name, value] of Object.entries(before)) if (!isNew(name)) expect([name, after[name]]).toEqual([name, value]);
    expect(new URL(after['wenzheng-owners/DATABASE_URL_CONSOLE']!).username).toBe('wenzheng_console_owner');
  }, 300_000);
});
