import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { describeError, LOGGER, Loop, type DataSource, type Logger } from '@wenzheng/platform';
import { READS } from '../tokens.js';
import { Archives } from './archives.service.js';
import type { Content } from './package.rules.js';

const everyMs = 60_000;

interface Over {
  kind: Content['kind'];
  number: string;
  /** Another with whatever is told of the session or of one of its messages. */
  stamp: string;
}

const stampOf = (sessionId: string): string => `coalesce((SELECT md5(string_agg(m.message_id || ' ' || m.revision, ',' ORDER BY m.message_id)) FROM message m WHERE m.session_id = ${sessionId}::text), '')`;
const overSql = `
  SELECT 'interview' AS kind, scheduled.data->>'sessionNumber' AS number, (SELECT count(*) FROM session_fact f WHERE f.session_id = scheduled.session_id) || ' ' || ${stampOf('scheduled.session_id')} AS stamp
  FROM session_fact scheduled JOIN session_fact closed ON closed.session_id = scheduled.session_id AND closed.type = 'closed'
  WHERE scheduled.type = 'scheduled' AND scheduled.data->>'channel' = 'interview'
  UNION ALL
  SELECT 'forum', number, sequence || ' ' || ${stampOf('forum.session_id')} FROM forum WHERE state->>'minutes' IS NOT NULL
  ORDER BY kind, number`;

/** Whoever asks has each archive at its newest; so that versions do not depend on who asks, each that may have changed is looked at once a minute. */
@Injectable()
export class Archivist implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly seen = new Map<string, string>();
  private readonly loop = new Loop({
    everyMs,
    round: () => this.look(),
    failed: (error) => this.logger.warn({ error: describeError(error) }, 'archives of sessions were not looked at; it will be tried again'),
  });

  constructor(
    @Inject(READS) private readonly reads: DataSource,
    @Inject(Archives) private readonly archives: Archives,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  async look(): Promise<void> {
    for (const { kind, number, stamp } of await this.reads.query<Over[]>(overSql)) {
      if (this.seen.get(number) === stamp) continue;
      await this.archives.current(kind, number);
      this.seen.set(number, stamp);
    }
  }
}
