import type { ServiceDescription } from '@wenzheng/messaging';
import type { Clock } from '@wenzheng/working-days';
import { publicationConfig, refuse, type PublicationConfig } from './config.js';
import { publicationDocument } from './publication.document.js';
import { PublicationModule } from './publication.module.js';

// Nothing falls due here by itself: pages look at the clock when they are read.
export const publicationService: ServiceDescription<PublicationConfig, Clock> = {
  service: 'publication',
  document: publicationDocument,
  config: publicationConfig,
  refuse,
  module: (config, clock) => PublicationModule.register(config, clock),
};
