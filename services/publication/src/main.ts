import { runService } from '@wenzheng/messaging';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { publicationService } from './service.js';

await runService(publicationService, { system: systemClock, controllable: new ControllableClock() });
