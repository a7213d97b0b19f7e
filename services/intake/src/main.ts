import { runService } from '@wenzheng/messaging';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { intakeConfig, refuseInProduction } from './config.js';
import { intakeDocument } from './intake.document.js';
import { configureRoutes, IntakeModule } from './intake.module.js';

// Nothing falls due here by business time: deliveries wait in real time.
await runService({
  service: 'intake',
  document: intakeDocument,
  config: intakeConfig,
  refuse: refuseInProduction,
  clocks: { system: systemClock, controllable: new ControllableClock() },
  module: (config, clock) => IntakeModule.register(config, clock),
  configure: configureRoutes,
});
