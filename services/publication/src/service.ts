import type { ServiceDescription } from '@wenzheng/messaging';
import type { Clock } from '@wenzheng/working-days';
import { publicationConfig, refuse, type PublicationConfig } from './config.js';
import { publicationDocument } from './publication.document.js';
import { PublicationModule } from './publication.module.js';
import { OverdueAlarm } from './projection/overdue-alarm.js';

export const publicationService: ServiceDescription<PublicationConfig, Clock> = {
  service: 'publication',
  document: publicationDocument,
  config: publicationConfig,
  refuse,
  module: (config, clock) => PublicationModule.register(config, clock),
  caughtUp: async (app) => {
    await app.get(OverdueAlarm).raise();
    return app.get(OverdueAlarm).nextDue();
  },
};
