// Jest's globalSetup of the faults: a Dovecot is there, and a directory for its letters that the user it runs as may enter.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findDovecot } from '@wenzheng/local';

export default async function setup() {
  const directory = mkdtempSync(path.join(tmpdir(), 'wenzheng-faults-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  chmodSync(directory, 0o755);
  process.env.TEST_RUN_DIRECTORY = directory;
  // Root's own cache is closed to the user that Dovecot runs as.
  process.env.TEST_DOVECOT = JSON.stringify(await findDovecot(process.getuid() === 0 ? path.join(directory, 'dovecot') : undefined));
}
