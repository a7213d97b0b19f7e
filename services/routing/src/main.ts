import { runService } from '@wenzheng/messaging';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { routingService } from './service.js';

await runService(routingService, { system: systemClock, controllable: new ControllableClock() });
