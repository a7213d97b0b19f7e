import { runService } from '@wenzheng/messaging';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { publicationConfig, refuse } from './config.js';
import { publicationDocument } from './publication.document.js';
import { PublicationModule } from './publication.module.js';

// Nothing falls due here by itself: pages look at the clock when they are read.
await runService({
  service: 'publication',
  document: publicationDocument,
  config: publicationConfig,
  refuse,
  clocks: { system: systemClock, controllable: new ControllableClock() },
  module: (config, clock) => PublicationModule.register(config, clock),
});
