import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { readDeadlines } from '../../deadline/deadline-rows.js';
import { recompute } from '../../deadline/transition.rules.js';
import type { Fact } from '../../deadline/fact.rules.js';
import { knownFacts } from '../../deadline/session/session-rows.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { countNames, type CountName } from '../figures/definitions.js';
import { spanOf } from '../period.rules.js';
import { recount, type ToldMessage } from '../recount/recount.rules.js';

/** What late evidence changes in a closed period's totals. */
export interface Amendment {
  events: number;
  messageIds: string[];
  changes: Partial<Record<CountName, number>>;
}

interface HeardFact extends Omit<Fact, 'data'> {
  data: Fact['data'];
  afterClosing: number;
  time: Date;
}

/** Evidence of what had happened before a cut-off, and that was heard after it: the closed figures stand, and this beside them. */
@Injectable()
export class AmendmentService {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Rulebook) private readonly rulebook: Rulebook,
  ) {}

  async of({ period, number, cutOff }: { period: string; number: number; cutOff: Date }): Promise<Amendment> {
    const { from, to } = spanOf(period);
    const late = await this.dataSource.query<{ id: string }[]>(
      `SELECT DISTINCT message_id AS id FROM ${knownFacts} WHERE late AND after_closing >= $1 AND time < $2`,
      [number, cutOff],
    );
    const facts = await this.dataSource.query<HeardFact[]>(
      `SELECT event_id AS "eventId", message_id AS "messageId", type, sequence, data, time, after_closing AS "afterClosing" FROM ${knownFacts}
       WHERE message_id = ANY ($3::uuid[]) AND (after_closing < $1 OR time < $2)`,
      [number, cutOff, late.map(({ id }) => id)],
    );
    const byMessage = Map.groupBy(facts, ({ messageId }) => messageId);
    const deadlines = await readDeadlines(this.dataSource, [...byMessage.keys()]);
    const told = { before: [] as ToldMessage[], after: [] as ToldMessage[], messageIds: [] as string[], events: 0 };
    for (const [messageId, heard] of byMessage) {
      const stateOf = (known: HeardFact[]) => recompute(known as Fact[], deadlines.get(messageId)?.announced ?? null, this.rulebook);
      const after = stateOf(heard);
      if (!after || after.registeredOn < from || after.registeredOn > to) continue;
      const before = stateOf(heard.filter(({ afterClosing }) => afterClosing < number));
      if (before) told.before.push({ state: before, urged: false });
      told.after.push({ state: after, urged: false });
      told.messageIds.push(messageId);
      told.events += heard.filter(({ afterClosing }) => afterClosing >= number).length;
    }
    const [was, is] = [told.before, told.after].map((messages) => recount(messages, cutOff).totals);
    const changes = countNames.flatMap((name) => (was && is && was[name] !== is[name] ? [[name, is[name] - was[name]] as const] : []));
    return { events: told.events, messageIds: told.messageIds.sort(), changes: Object.fromEntries(changes) };
  }
}
