import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource, type EntityManager, type Page } from '@wenzheng/platform';
import { openDeadlineIds, readDeadlines, loadFacts } from '../../deadline/deadline-rows.js';
import { recompute, type RuleVersions } from '../../deadline/transition.rules.js';
import type { Policy } from '../../rulebook/policy/policy.rules.js';
import { changeOf, registeredUntilOf, Tally, tokenOf, type DeadlineChange, type Totals } from './recalculation.rules.js';

type Queries = Pick<EntityManager, 'query'>;

/** What is proposed: another calendar (in `versions`), or a policy to move a channel's deadlines to. */
export interface Proposal {
  versions: RuleVersions;
  toPolicy?: Policy;
}

export interface Preview extends Page<DeadlineChange> {
  preview: string | null;
  totals: Totals | null;
}

/** Recomputes open deadlines by other rules and changes nothing. */
@Injectable()
export class Previews {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** The first page goes through all deadlines, for the totals and the token; the next ones only as far as they need. */
  async page(proposal: Proposal, registeredUntil: Date, page: { after?: string | undefined; limit: number }): Promise<Preview> {
    const tally = new Tally();
    const items: DeadlineChange[] = [];
    let isMore = false;
    for await (const change of this.changes(this.dataSource, proposal, registeredUntil, page.after)) {
      tally.add(change);
      if (change && items.length === page.limit) isMore = true;
      else if (change) items.push(change);
      if (isMore && page.after) break;
    }
    const next = isMore ? (items.at(-1)?.messageId ?? null) : null;
    if (page.after) return { preview: null, totals: null, items, next };
    return { preview: tokenOf(registeredUntil, tally), totals: tally.totals, items, next };
  }

  /** What the token promised, if that is what would happen now too; else null. */
  async confirm(queries: Queries, proposal: Proposal, token: string): Promise<{ registeredUntil: Date; totals: Totals } | null> {
    const registeredUntil = registeredUntilOf(token);
    if (!registeredUntil) return null;
    const tally = new Tally();
    for await (const change of this.changes(queries, proposal, registeredUntil)) tally.add(change);
    return tokenOf(registeredUntil, tally) === token ? { registeredUntil, totals: tally.totals } : null;
  }

  /** For each open deadline that the proposal concerns what becomes of it, in order of ids. */
  private async *changes(queries: Queries, { versions, toPolicy }: Proposal, registeredUntil: Date, after?: string): AsyncGenerator<DeadlineChange | null> {
    const scope: { channel: ChannelName | null; registeredUntil: Date } = { channel: toPolicy?.channel ?? null, registeredUntil };
    for await (const ids of openDeadlineIds(queries, { ...scope, after, notPolicy: toPolicy?.version })) {
      const stored = await readDeadlines(queries, ids);
      const facts = await loadFacts(queries, ids);
      for (const id of ids) {
        const deadline = stored.get(id);
        const state = deadline && recompute(facts.get(id) ?? [], deadline.announced, versions, toPolicy);
        yield deadline && state && deadline.announced.ending === 'open' ? changeOf(deadline, state) : null;
      }
    }
  }
}
