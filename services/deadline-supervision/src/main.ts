import { runService } from '@wenzheng/messaging';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { DeadlineSupervisionModule } from './deadline-supervision.module.js';
import { HotIssueThread } from './hot-issue/worker/hot-issue-thread.js';
import { supervisionService } from './service.js';

const controllable = new ControllableClock();

// Hot issues run on a thread of their own, by the same business time.
await runService(
  {
    ...supervisionService,
    module: (config, clock) => DeadlineSupervisionModule.register(config, clock, { hotIssuesApart: true }),
    configure: (app) => app.get(HotIssueThread).start({ businessTime: controllable.memory }),
  },
  { system: systemClock, controllable },
);
