import type { ServiceDescription } from '@wenzheng/messaging';
import type { Clock } from '@wenzheng/working-days';
import { routingConfig, type RoutingConfig } from './config.js';
import { routingDocument } from './routing.document.js';
import { RoutingModule } from './routing.module.js';
import { DisputeQueue } from './assignment/dispute/dispute-queue.service.js';
import { HoldingPenAlarm } from './assignment/holding-pen/holding-pen-alarm.service.js';
import { UnitRegistry } from './unit/unit-registry.service.js';
import { Housekeeping } from './housekeeping/housekeeping.service.js';

export const routingService: ServiceDescription<RoutingConfig, Clock> = {
  service: 'routing',
  document: routingDocument,
  config: routingConfig,
  module: (config, clock) => RoutingModule.register(config, clock),
  caughtUp: async (app) => {
    await app.get(Housekeeping).run();
    const due = [await app.get(HoldingPenAlarm).nextDue(), await app.get(DisputeQueue).nextDue(), await app.get(UnitRegistry).nextSettling()].filter((at) => at !== null);
    return due.length === 0 ? null : new Date(Math.min(...due.map((at) => at.getTime())));
  },
};
