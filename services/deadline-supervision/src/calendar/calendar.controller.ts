import { Controller, Get, Inject, Query } from '@nestjs/common';
import { instantSchema, dateSchema } from '@wenzheng/contracts';
import { Operation, Public } from '@wenzheng/platform';
import { businessDateOf, isBusinessDate, type DueDate, type WorkingCalendar } from '@wenzheng/working-days';
import { z } from 'zod';
import { CALENDAR } from '../tokens.js';

/** So that no count of working days leads out of the four-digit years. */
const withinCalendar = (text: string) => text < '9990';

/** A + that was not encoded arrives as the space that it means in a query. */
const plusRestored = (text: unknown) => (typeof text === 'string' ? text.replace(/ (?=\d\d:\d\d$)/, '+') : text);

const dueSchema = z.object({
  /** An instant, or a date of the city. */
  registeredAt: z.preprocess(plusRestored, z.union([instantSchema, dateSchema]).refine(withinCalendar, { message: 'is after the year 9989' })),
  workingDays: z.coerce.number().int().min(1).max(250),
});

const dueDateSchema = z
  .object({
    dueOn: dateSchema.nullable().describe('null where no notice reaches back so far'),
    provisional: z.boolean().describe('a notice not loaded may still change it'),
  })
  .meta({ id: 'DueDate' });

@Controller('v1/calendar')
export class CalendarController {
  constructor(@Inject(CALENDAR) private readonly calendar: WorkingCalendar) {}

  /** The day by whose end so many working days have passed since registration. `dueOn` is null where no notice reaches back so far. */
  @Get('due')
  @Public()
  @Operation({
    id: 'reckonDueDate',
    tag: 'Deadlines',
    summary: 'The day by whose end so many working days have passed since registration',
    answers: { 200: dueDateSchema },
  })
  due(@Query({ schema: dueSchema }) { registeredAt, workingDays }: z.output<typeof dueSchema>): DueDate {
    const registeredOn = isBusinessDate(registeredAt) ? registeredAt : businessDateOf(new Date(registeredAt));
    return this.calendar.addWorkingDays(registeredOn, workingDays);
  }
}
