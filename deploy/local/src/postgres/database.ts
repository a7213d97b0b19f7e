import type { Log } from '../programs/child.js';
import type { DataFolder } from '../platform/data-folder.js';
import { createDatabaseRoles, type Passwords, type ServiceDatabases } from './database-roles.js';
import { startPostgres, type RunningPostgres } from './postgres.js';
import { Supervised } from '../programs/supervised.js';

export interface DatabaseOptions {
  folder: DataFolder;
  port: number;
  /** An operated PostgreSQL, by its administrator's address; without it the platform runs its own. */
  given?: string | undefined;
  /** Start it again when it ends by itself. */
  supervise: boolean;
  log: Log;
}

/** The platform's PostgreSQL: its own, or one that somebody else operates. */
export class Database {
  private readonly server: Supervised<RunningPostgres>;
  /** The administrator's address of the platform's database, once `createRoles` has run. */
  adminUrl: string;

  constructor(private readonly options: DatabaseOptions) {
    this.adminUrl = options.given ?? '';
    const { folder, port, supervise, log } = options;
    this.server = new Supervised(
      'PostgreSQL 数据库',
      () => startPostgres({ dataDir: folder.postgres, port, durable: true, logFile: folder.logOf('postgres'), log }),
      { restart: supervise, log },
    );
  }

  async start(): Promise<void> {
    const { given, port, log } = this.options;
    if (given) {
      log(`PostgreSQL 数据库: using the one at ${new URL(given).host} (DATABASE_URL)`);
      return;
    }
    const { adminUrl } = await this.server.start();
    this.adminUrl ||= adminUrl;
    log(`PostgreSQL 数据库: ready on 127.0.0.1:${port}`);
  }

  async createRoles(passwords: Passwords, ownerPasswords: Passwords): Promise<ServiceDatabases> {
    const databases = await createDatabaseRoles(this.adminUrl, passwords, ownerPasswords);
    this.adminUrl = databases.adminUrl;
    return databases;
  }

  /** @throws Error for an operated PostgreSQL, which is not ours to stop */
  async stop(signal?: 'SIGINT' | 'SIGQUIT' | 'SIGKILL'): Promise<void> {
    if (this.options.given) throw new Error('PostgreSQL was given by DATABASE_URL and is not ours to stop');
    await this.server.stop((server) => server.stop(signal));
  }

  /** Ends what the platform started itself. */
  async release(): Promise<void> {
    if (!this.options.given) await this.stop();
  }
}
