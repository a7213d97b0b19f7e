import { Inject, Injectable } from '@nestjs/common';
import { channelWords } from '@wenzheng/wording';
import type { ChannelName } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import type { IntakeConfig } from '../../config.js';
import { sourceStates } from '../../connectors/fetching/source.rules.js';
import { Sources } from '../../connectors/fetching/sources.service.js';
import { CONFIG } from '../../tokens.js';
import type { ConfiguredSource, Connection } from './directory-source.schemas.js';

type FetchedSource = Awaited<ReturnType<Sources['list']>>[number];

/** With what the platform is connected: mailboxes and accounts by its configuration, integrations by the keys that they were given. */
@Injectable()
export class DirectorySources {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Sources) private readonly sources: Sources,
    @Inject(CONFIG) private readonly config: Pick<IntakeConfig, 'MAILBOXES' | 'MICROBLOG_ACCOUNTS'>,
  ) {}

  async list(): Promise<ConfiguredSource[]> {
    const fetched = await this.sources.list();
    const mailboxes = this.config.MAILBOXES.map(({ name, title, address, unit }): ConfiguredSource => ({
      kind: 'mailbox', address, name: title ?? name, unitCode: unit ?? null, connection: connectionOf(fetched.filter(({ connector, source }) => connector === 'mail' && source === name)),
    }));
    const accounts = this.config.MICROBLOG_ACCOUNTS.map(({ name, uid, unit }): ConfiguredSource => ({
      kind: 'microblog', address: uid, name, unitCode: unit ?? null, connection: connectionOf(fetched.filter(({ connector, source }) => connector === 'microblog' && source.startsWith(`${name}/`))),
    }));
    return [...mailboxes, ...accounts, ...(await this.integrations())];
  }

  /** A channel whose first key nobody has used has no integration yet. */
  private async integrations(): Promise<ConfiguredSource[]> {
    const rows = await this.dataSource.query<{ channel: ChannelName; lastUsedAt: Date | null }[]>(
      `SELECT channel, max(last_used_at) AS "lastUsedAt" FROM channel_key WHERE NOT sandbox AND revoked_at IS NULL AND (ends_at IS NULL OR ends_at > $1) AND (origin = 'made' OR last_used_at IS NOT NULL) GROUP BY channel ORDER BY channel`,
      [new Date()],
    );
    return rows.map(({ channel, lastUsedAt }) => ({
      kind: 'integration', address: channel, name: `${channelWords.zh[channel]}接入程序`, unitCode: null,
      connection: { state: lastUsedAt === null ? 'new' : 'working', lastSuccessAt: lastUsedAt?.toISOString() ?? null, failures: 0, lastReason: null, tokenExpiresAt: null, certificateExpiresAt: null },
    }));
  }
}

/** Of what is looked at of one mailbox or account. */
function connectionOf(looks: readonly FetchedSource[]): Connection {
  const [gravest] = looks.toSorted((one, other) => sourceStates.indexOf(one.state) - sourceStates.indexOf(other.state));
  const read = looks.flatMap(({ lastSuccessAt }) => (lastSuccessAt === null ? [] : [lastSuccessAt.getTime()]));
  // Never asked beside one that works: the account is known to be ours.
  const state = gravest?.state === 'new' ? (looks.find((look) => look.state === 'working')?.state ?? 'new') : (gravest?.state ?? 'new');
  return {
    state, lastSuccessAt: read.length > 0 ? new Date(Math.max(...read)).toISOString() : null,
    failures: gravest?.failures ?? 0, lastReason: gravest?.lastReason ?? null, tokenExpiresAt: gravest?.expiresAt?.toISOString() ?? null, certificateExpiresAt: gravest?.certificateExpiresAt?.toISOString() ?? null,
  };
}
