import { runService } from '@wenzheng/messaging';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { routingConfig } from './config.js';
import { routingDocument } from './routing.document.js';
import { configureRoutes, RoutingModule } from './routing.module.js';
import { Housekeeping } from './housekeeping/housekeeping.service.js';

await runService({
  service: 'routing',
  document: routingDocument,
  config: routingConfig,
  clocks: { system: systemClock, controllable: new ControllableClock() },
  module: (config, clock) => RoutingModule.register(config, clock),
  configure: configureRoutes,
  caughtUp: (app) => app.get(Housekeeping).run(),
});
