import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { requireServer } from '../servers.js';

export interface ObjectStoreServer {
  endpoint: string;
  region: string;
  accessKey: string;
  secretKey: string;
  /** How many files lie in it, whatever their keys. */
  count(): number;
  drop(): Promise<void>;
}

const [accessKey, secretKey] = ['spec:spec', 'secret-of-the-spec'];

/** A real Swift on loopback, its disk a folder, with the S3 interface that it has. Buckets are made by whoever wants one. */
export async function createObjectStore(): Promise<ObjectStoreServer> {
  const { python, environment } = JSON.parse(requireServer('TEST_SWIFT')) as { python: string; environment: Record<string, string> };
  const folder = mkdtempSync(path.join(requireServer('TEST_RUN_DIRECTORY'), 'swift-'));
  const server = spawn(python, ['-c', program, folder, accessKey, secretKey], { cwd: folder, env: { PATH: process.env['PATH'], ...environment }, stdio: ['pipe', 'pipe', 'inherit'] });
  const exited = once(server, 'exit');
  const [port] = (await Promise.race([once(createInterface(server.stdout), 'line'), exited.then(([code]) => { throw new Error(`Swift ended with ${code} while starting`); })])) as [string];
  return {
    endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', accessKey, secretKey,
    count: () => readdirSync(path.join(folder, 'devices'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.data')).length,
    async drop() {
      // It ends with its standard input, also when this process is killed.
      server.stdin.end();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The four servers of Swift in one process, on ports of their own: as its own functional tests run it. */
const program = `
import os, sys, eventlet
eventlet.monkey_patch()
from eventlet import wsgi
from swift.common import utils
from swift.common.ring import RingBuilder
folder, access, secret = sys.argv[1:4]
def write(name, text):
    with open(f'{folder}/{name}', 'w') as file:
        file.write(text)
write('swift.conf', '[swift-hash]\\nswift_hash_path_suffix = spec\\nswift_hash_path_prefix = spec\\n[storage-policy:0]\\nname = only\\ndefault = yes\\n')
utils.set_swift_dir(folder)
from swift.common.http_protocol import SwiftHttpProtocol
from swift.common.wsgi import loadapp
os.makedirs(f'{folder}/devices/one')
sockets = {name: eventlet.listen(('127.0.0.1', 0)) for name in ('account', 'container', 'object', 'proxy')}
common = f'[DEFAULT]\\nswift_dir = {folder}\\nlog_address = {folder}/no-log\\n'
for name in ('account', 'container', 'object'):
    builder = RingBuilder(1, 1, 1)
    builder.add_dev({'id': 0, 'region': 1, 'zone': 1, 'weight': 1, 'ip': '127.0.0.1', 'port': sockets[name].getsockname()[1], 'device': 'one'})
    builder.rebalance()
    builder.get_ring().save(f'{folder}/{name}.ring.gz')
    write(f'{name}.conf', common + f'devices = {folder}/devices\\nmount_check = false\\ndisable_fallocate = true\\nfallocate_reserve = 0\\n[pipeline:main]\\npipeline = server\\n[app:server]\\nuse = egg:swift#{name}\\nrecon_cache_path = {folder}\\n')
filters = ''.join(f'[filter:{name}]\\nuse = egg:swift#{name}\\n{more}' for name, more in (
    ('catch_errors', ''), ('gatekeeper', ''), ('cache', ''), ('s3api', 'location = us-east-1\\n'), ('tempauth', f"user_{access.replace(':', '_')} = {secret} .admin\\n")))
filters = filters.replace('swift#cache', 'swift#memcache\\nmemcache_servers = 127.0.0.1:1')
write('proxy.conf', common + '[pipeline:main]\\npipeline = catch_errors gatekeeper cache s3api tempauth proxy-server\\n[app:proxy-server]\\nuse = egg:swift#proxy\\naccount_autocreate = true\\n' + filters)
class Quiet:
    def write(self, text):
        pass
for name, socket in sockets.items():
    eventlet.spawn(wsgi.server, socket, loadapp(f'{folder}/{name}.conf', global_conf={'log_name': name}), Quiet(), protocol=SwiftHttpProtocol)
print(sockets['proxy'].getsockname()[1], flush=True)
eventlet.hubs.trampoline(0, read=True)
`;
