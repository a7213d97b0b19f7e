import { runService } from '@wenzheng/messaging';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { refuseInProduction, supervisionConfig } from './config.js';
import { supervisionDocument } from './deadline-supervision.document.js';
import { DeadlineSupervisionModule } from './deadline-supervision.module.js';
import { HotIssueThread } from './hot-issue/worker/hot-issue-thread.js';
import { SchedulerLoop } from './scheduler/scheduler.loop.js';

await runService({
  service: 'deadline-supervision',
  document: supervisionDocument,
  config: supervisionConfig,
  refuse: refuseInProduction,
  clocks: { system: systemClock, controllable: new ControllableClock() },
  module: (config, clock) => DeadlineSupervisionModule.register(config, clock, { hotIssuesApart: true }),
  configure: (app) => app.get(HotIssueThread).start(),
  caughtUp: (app) => app.get(SchedulerLoop).caughtUp(),
});
