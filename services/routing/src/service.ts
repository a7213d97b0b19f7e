import type { ServiceDescription } from '@wenzheng/messaging';
import type { Clock } from '@wenzheng/working-days';
import { routingConfig, type RoutingConfig } from './config.js';
import { routingDocument } from './routing.document.js';
import { RoutingModule } from './routing.module.js';
import { Housekeeping } from './housekeeping/housekeeping.service.js';

export const routingService: ServiceDescription<RoutingConfig, Clock> = {
  service: 'routing',
  document: routingDocument,
  config: routingConfig,
  module: (config, clock) => RoutingModule.register(config, clock),
  caughtUp: async (app) => {
    const housekeeping = app.get(Housekeeping);
    await housekeeping.run();
    const due = await housekeeping.nextDue();
    return due.length === 0 ? null : new Date(Math.min(...due.map((at) => at.getTime())));
  },
};
