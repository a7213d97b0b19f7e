import type { ListsPlan } from './desk-lists.js';
import type { DeskPlan } from './desk.js';
import type { HotIssuesPlan } from './hot-issues.js';
import type { IntakePlan } from './intake.js';
import type { PipelinePlan } from './pipeline.js';
import type { ReadsPlan } from './reads.js';
import type { RelayPlan } from './relay.js';
import type { SearchPlan } from './search.js';
import type { TimersPlan } from './timers.js';

export interface Plan {
  intake: IntakePlan;
  relay: RelayPlan;
  pipeline: PipelinePlan;
  reads: ReadsPlan;
  desk: DeskPlan;
  lists: ListsPlan;
  search: SearchPlan;
  timers: TimersPlan;
  hotIssues: HotIssuesPlan;
}

/** `quick` ends within three minutes a part. */
export const plans: Record<'quick' | 'full', Plan> = {
  quick: {
    intake: { rounds: 3, seconds: 2, warmUp: 4_000 },
    relay: { rounds: 3, events: 20_000, singles: 2_000 },
    pipeline: { rounds: 2, seconds: 2, pacedSeconds: 8, warmUp: 1_500 },
    reads: { rounds: 3, seconds: 1.5, warmUp: 5_000 },
    desk: { taken: 15_000 },
    lists: { messages: 1_000_000, reads: 40 },
    search: { messages: 1_000_000, seconds: 10 },
    timers: { rounds: 2, pending: 100_000, due: 20_000, opened: 10_000, fires: 100_000 },
    hotIssues: { messages: 4_000, sample: 1_000, clocks: 100 },
  },
  full: {
    intake: { rounds: 5, seconds: 6, warmUp: 20_000 },
    relay: { rounds: 5, events: 50_000, singles: 5_000 },
    pipeline: { rounds: 4, seconds: 6, pacedSeconds: 30, warmUp: 5_000 },
    reads: { rounds: 5, seconds: 4, warmUp: 20_000 },
    desk: { taken: 60_000 },
    lists: { messages: 1_000_000, reads: 200 },
    search: { messages: 1_000_000, seconds: 30 },
    timers: { rounds: 2, pending: 1_000_000, due: 100_000, opened: 30_000, fires: 1_000_000 },
    hotIssues: { messages: 100_000, sample: 2_000, clocks: 200 },
  },
};
