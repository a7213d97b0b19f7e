import { Controller, Get, Inject, Query } from '@nestjs/common';
import { dateSchema } from '@wenzheng/contracts';
import { Allow, Operation } from '@wenzheng/platform';
import { z } from 'zod';
import { DispatchCounting, dispatchFiguresSchema, type DispatchFigures } from './dispatch-figures.service.js';

const yearMs = 366 * 86_400_000;
const periodSchema = z
  .object({ from: dateSchema, to: dateSchema })
  .refine(({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= yearMs, { path: ['to'], message: 'is before from, or more than a year after it' });

@Controller('v1/dispatch-figures')
export class DispatchFiguresController {
  constructor(@Inject(DispatchCounting) private readonly counting: DispatchCounting) {}

  @Get()
  @Allow('information-office', 'supervision-office', 'inspection-bureau', 'administrator')
  @Operation({
    id: 'readDispatchFigures',
    tag: 'Duties',
    summary: 'How many dispatches rest on the duty catalogue and how many first dispatches stood, with what they are shares of (A01)',
    description: 'Of the messages registered in the period, both days included. Units with fewer than 30 dispatches are not ranked.',
    answers: { 200: dispatchFiguresSchema },
  })
  read(@Query({ schema: periodSchema }) { from, to }: z.output<typeof periodSchema>): Promise<DispatchFigures> {
    return this.counting.figures(from, to);
  }
}
