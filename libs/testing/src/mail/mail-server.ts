import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { endChild } from '../end-child.js';
import { eventually } from '../eventually.js';
import { freePorts } from '../free-ports.js';
import { requireServer } from '../servers.js';

export interface MailServer {
  host: string;
  imapPort: number;
  password: string;
  /** A letter, byte for byte, into these mailboxes by LMTP; `box+anything@` reaches `box@`. */
  deliver(raw: string | Buffer, ...to: string[]): Promise<void>;
  /** The same under another return path; '' is that of letters to which nobody may answer. */
  deliverFrom(returnPath: string, raw: string | Buffer, ...to: string[]): Promise<void>;
  stop(): Promise<void>;
  /** The same port and the same letters again. */
  start(): Promise<void>;
  /** The mailbox as if it had been restored: the same letters under another UIDVALIDITY. */
  renumber(address: string): void;
  /** Stops it and removes its letters. */
  drop(): Promise<void>;
}

interface Dovecot {
  path: string;
  reader: string | null;
  environment: Record<string, string>;
  configuration: string;
  modules: string | null;
}

const password = 'secret';

/** A real Dovecot with these mailboxes, on loopback, run by nobody in particular. */
export async function createMailServer(...addresses: string[]): Promise<MailServer> {
  const dovecot = JSON.parse(requireServer('TEST_DOVECOT')) as Dovecot;
  const folder = mkdtempSync(path.join(requireServer('TEST_RUN_DIRECTORY'), 'mail-'));
  const [imapPort, lmtpPort] = await freePorts(2);
  const runner = runnerOf();
  const configuration = path.join(folder, 'dovecot.conf');
  writeFileSync(path.join(folder, 'users'), addresses.map((address) => `${address}:{PLAIN}${password}::::::\n`).join(''));
  writeFileSync(configuration, configurationOf({ folder, runner, imapPort, lmtpPort }) + dovecot.configuration);
  mkdirSync(path.join(folder, 'run'));
  if (dovecot.modules !== null) symlinkSync(dovecot.modules, path.join(folder, 'run/modules'));
  if (runner.id) for (const one of ['', 'users', 'dovecot.conf', 'run']) chownSync(path.join(folder, one), runner.id.uid, runner.id.gid);

  let server: ChildProcess | undefined;
  process.once('exit', () => server?.kill('SIGTERM'));
  const own: MailServer = {
    host: '127.0.0.1', imapPort, password,
    deliver: (raw, ...to) => own.deliverFrom('somebody@citizen.test', raw, ...to),
    async deliverFrom(from, raw, ...to) {
      const transport = createTransport({ lmtp: true, host: '127.0.0.1', port: lmtpPort, ignoreTLS: true });
      await transport.sendMail({ envelope: { from, to }, raw });
    },
    async start() {
      const arguments_ = ['-F', '-c', configuration];
      const [command, ...rest] = dovecot.reader === null ? [dovecot.path, ...arguments_] : [dovecot.reader, '-f', 'service=master', '-c', configuration, '-m', 'master', '-e', dovecot.path, ...arguments_];
      server = spawn(command, rest, { cwd: folder, env: { PATH: process.env['PATH'], ...dovecot.environment }, stdio: 'ignore', ...runner.id });
      server.unref();
      await eventually(() => Promise.all([answers(imapPort), answers(lmtpPort)]));
    },
    async stop() {
      const running = server;
      server = undefined;
      await endChild(running, 'SIGTERM');
    },
    renumber(address) {
      const file = path.join(folder, 'mail', address, 'dovecot-uidlist');
      const list = readFileSync(file, 'utf8');
      writeFileSync(file, list.replace(/ V(\d+)/, (_, validity: string) => ` V${Number(validity) + 1}`));
      for (const index of ['dovecot.index', 'dovecot.index.log', 'dovecot.index.cache']) rmSync(path.join(folder, 'mail', address, index), { force: true });
    },
    async drop() {
      await own.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
  await own.start();
  return own;
}

interface Runner {
  user: string;
  group: string;
  /** Given when we are root: the server's processes may not be. */
  id?: { uid: number; gid: number };
}

function runnerOf(): Runner {
  const id = (...argv: string[]) => execFileSync('id', argv, { encoding: 'utf8' }).trim();
  if (process.getuid?.() !== 0) return { user: id('-un'), group: id('-gn') };
  return { user: 'nobody', group: id('-gn', 'nobody'), id: { uid: Number(id('-u', 'nobody')), gid: Number(id('-g', 'nobody')) } };
}

const configurationOf = ({ folder, runner: { user, group }, imapPort, lmtpPort }: { folder: string; runner: Runner; imapPort: number; lmtpPort: number }): string => `
protocols=imap lmtp
listen=127.0.0.1
base_dir=${folder}/run
state_dir=${folder}/state
log_path=${folder}/dovecot.log
default_internal_user=${user}
default_internal_group=${group}
default_login_user=${user}
disable_plaintext_auth=no
ssl=no
auth_failure_delay=0
recipient_delimiter=+
mail_location=maildir:${folder}/mail/%u
mail_uid=${user}
mail_gid=${group}
first_valid_uid=1
passdb {
driver=passwd-file
args=scheme=PLAIN username_format=%u ${folder}/users
}
userdb {
driver=static
args=home=${folder}/home/%u
}
service anvil {
chroot=
}
service stats {
chroot=
}
service imap-login {
chroot=
inet_listener imap {
port=${imapPort}
}
inet_listener imaps {
port=0
}
}
service lmtp {
inet_listener lmtp {
port=${lmtpPort}
}
}
`;

async function answers(port: number): Promise<void> {
  const socket = createConnection(port, '127.0.0.1');
  try {
    await once(socket, 'data');
  } finally {
    socket.destroy();
  }
}
