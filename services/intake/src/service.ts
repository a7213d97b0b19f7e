import type { ServiceDescription } from '@wenzheng/messaging';
import type { Clock } from '@wenzheng/working-days';
import { intakeConfig, refuseInProduction, type IntakeConfig } from './config.js';
import { intakeDocument } from './intake.document.js';
import { configureRoutes, IntakeModule } from './intake.module.js';

// Nothing falls due here by business time: deliveries wait in real time.
export const intakeService: ServiceDescription<IntakeConfig, Clock> = {
  service: 'intake',
  document: intakeDocument,
  config: intakeConfig,
  refuse: refuseInProduction,
  module: (config, clock) => IntakeModule.register(config, clock),
  configure: configureRoutes,
};
