import { Controller, Get, Inject, Query } from '@nestjs/common';
import { channelSchema, dateSchema } from '@wenzheng/contracts';
import { Allow, Operation, pageOf, pageQuery } from '@wenzheng/platform';
import { z } from 'zod';
import { conservationSchema, conservedDaySchema } from './conservation.rules.js';
import { ConservationService } from './conservation.service.js';

const daysQuery = z.object({
  channel: channelSchema.optional(),
  from: dateSchema.optional(),
  to: dateSchema.optional(),
  ...pageQuery(z.string().regex(/^\d{4}-\d\d-\d\d [a-z]{1,20}$/).refine((cursor) => dateSchema.safeParse(cursor.slice(0, 10)).success), { limit: 50, atMost: 366 }),
});

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

  @Get('days')
  @Operation({
    id: 'listConservedDays',
    tag: 'Supervision',
    summary: 'The equation of each channel and day, the newest day first: 受理 = what has ended + 在办, with the messages on which services differ',
    answers: { 200: pageOf(conservedDaySchema) },
  })
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator')
  days(@Query({ schema: daysQuery }) query: z.output<typeof daysQuery>) {
    return this.conservation.days(query);
  }
}
