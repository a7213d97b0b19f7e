import { runService } from '@wenzheng/messaging';
import { ControllableClock, systemClock } from '@wenzheng/working-days';
import { intakeService } from './service.js';

await runService(intakeService, { system: systemClock, controllable: new ControllableClock() });
