import { Controller, Get, Inject } from '@nestjs/common';
import { Allow, Operation } from '@wenzheng/platform';
import { conservationSchema } from './conservation.rules.js';
import { ConservationService } from './conservation.service.js';

@Controller('v1/conservation')
export class ConservationController {
  constructor(@Inject(ConservationService) private readonly conservation: ConservationService) {}

  @Get()
  @Operation({
    id: 'readConservation',
    tag: 'Supervision',
    summary: 'Whether every message is accounted for 件件有交代, and which are not',
    answers: { 200: conservationSchema },
  })
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator')
  report() {
    return this.conservation.report();
  }
}
