import { Controller, Get, Inject } from '@nestjs/common';
import { Allow } from '@wenzheng/platform';
import { ConservationService } from './conservation.service.js';

@Controller('v1/conservation')
export class ConservationController {
  constructor(@Inject(ConservationService) private readonly conservation: ConservationService) {}

  @Get()
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator')
  report() {
    return this.conservation.report();
  }
}
