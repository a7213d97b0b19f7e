import { Inject, Injectable } from '@nestjs/common';
import type { EventEnvelope } from '@wenzheng/contracts';
import { appendToOutbox } from '@wenzheng/messaging';
import { DATA_SOURCE, type DataSource, type EntityManager } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { problem } from '../problems.js';
import { CLOCK } from '../tokens.js';
import { LiveSession } from './session.entity.js';

export interface Written {
  repeated: boolean;
  session: LiveSession;
}

/** An event about the session, by the number that it is given. */
export type SessionEvent = (sequence: number) => EventEnvelope;

/** What a change makes of a locked session: the events that tell of it, none where nobody is told, or null for a repeat. */
export type SessionChange = (session: LiveSession, now: Date, manager: EntityManager) => Promise<readonly SessionEvent[] | null> | readonly SessionEvent[] | null;

/** Hears of a change in the transaction that makes it; `before` is the state from which it came. */
export type SessionWatcher = (manager: EntityManager, session: LiveSession, before: LiveSession['state']) => Promise<void>;

/** One change of one session at a time, in one transaction with its events. */
@Injectable()
export class SessionChanges {
  private readonly watchers: SessionWatcher[] = [];

  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  watch(watcher: SessionWatcher): void {
    this.watchers.push(watcher);
  }

  async make(sessionId: string, change: SessionChange): Promise<Written> {
    return this.dataSource.transaction(async (manager) => {
      const sessions = manager.getRepository(LiveSession);
      const session = await sessions.findOne({ where: { sessionId }, lock: { mode: 'pessimistic_write' } });
      if (!session) throw problem('intake.session-not-found');
      const before = session.state;
      const events = await change(session, this.clock.now(), manager);
      if (!events) return { repeated: true, session };
      const first = session.version + 1;
      session.version += events.length;
      await sessions.save(session);
      await appendToOutbox(manager, events.map((eventOf, index) => eventOf(first + index)));
      for (const watcher of this.watchers) await watcher(manager, session, before);
      return { repeated: false, session };
    });
  }
}
