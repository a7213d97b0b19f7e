import type { ServiceDescription } from '@wenzheng/messaging';
import type { Clock } from '@wenzheng/working-days';
import { refuseInProduction, supervisionConfig, type SupervisionConfig } from './config.js';
import { supervisionDocument } from './deadline-supervision.document.js';
import { DeadlineSupervisionModule } from './deadline-supervision.module.js';
import { SchedulerLoop } from './scheduler/scheduler.loop.js';

export const supervisionService: ServiceDescription<SupervisionConfig, Clock> = {
  service: 'deadline-supervision',
  document: supervisionDocument,
  config: supervisionConfig,
  refuse: refuseInProduction,
  module: (config, clock) => DeadlineSupervisionModule.register(config, clock),
  caughtUp: async (app) => {
    const scheduler = app.get(SchedulerLoop);
    await scheduler.caughtUp();
    return scheduler.nextDue();
  },
};
