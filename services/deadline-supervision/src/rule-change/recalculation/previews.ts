import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import { openClockIds, readClocks, loadFacts } from '../../deadline/deadline-rows.js';
import { reckon, type Versions } from '../../deadline/machine.rules.js';
import type { Policy } from '../../rulebook/policy/policy.rules.js';
import { moveOf, registeredUntilOf, Tally, tokenOf, type ClockMove, type Totals } from './recalculation.rules.js';

/** What is proposed: another calendar (in `versions`), or a policy to move a channel's clocks to. */
export interface Proposal {
  versions: Versions;
  moveTo?: Policy;
}

export interface Preview {
  preview: string | null;
  totals: Totals | null;
  clocks: ClockMove[];
  next: string | null;
}

/** Reckons open clocks by other rules and changes nothing. */
@Injectable()
export class Previews {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** The first page goes through all clocks, for the totals and the token; the next ones only as far as they need. */
  async page(proposal: Proposal, registeredUntil: Date, page: { after?: string | undefined; limit: number }): Promise<Preview> {
    const tally = new Tally();
    const clocks: ClockMove[] = [];
    let isMore = false;
    for await (const move of this.moves(proposal, registeredUntil, page.after)) {
      tally.add(move);
      if (move && clocks.length === page.limit) isMore = true;
      else if (move) clocks.push(move);
      if (isMore && page.after) break;
    }
    const next = isMore ? (clocks.at(-1)?.messageId ?? null) : null;
    if (page.after) return { preview: null, totals: null, clocks, next };
    return { preview: tokenOf(registeredUntil, tally), totals: tally.totals, clocks, next };
  }

  /** What the token promised, if that is what would happen now too; else null. */
  async confirm(proposal: Proposal, token: string): Promise<{ registeredUntil: Date; totals: Totals } | null> {
    const registeredUntil = registeredUntilOf(token);
    if (!registeredUntil) return null;
    const tally = new Tally();
    for await (const move of this.moves(proposal, registeredUntil)) tally.add(move);
    return tokenOf(registeredUntil, tally) === token ? { registeredUntil, totals: tally.totals } : null;
  }

  /** For each open clock that the proposal concerns what becomes of it, in order of ids. */
  private async *moves({ versions, moveTo }: Proposal, registeredUntil: Date, after?: string): AsyncGenerator<ClockMove | null> {
    const scope: { channel: ChannelName | null; registeredUntil: Date } = { channel: moveTo?.channel ?? null, registeredUntil };
    for await (const ids of openClockIds(this.dataSource, { ...scope, after, notPolicy: moveTo?.version })) {
      const stored = await readClocks(this.dataSource, ids);
      const facts = await loadFacts(this.dataSource, ids);
      for (const id of ids) {
        const clock = stored.get(id);
        const state = clock && reckon(facts.get(id) ?? [], clock.said, versions, moveTo);
        yield clock && state && clock.said.ending === 'open' ? moveOf(clock, state) : null;
      }
    }
  }
}
