import { Controller, Get, Inject, Query } from '@nestjs/common';
import { instantSchema, dateSchema } from '@wenzheng/contracts';
import { Public } from '@wenzheng/platform';
import { businessDateOf, isBusinessDate, type WorkingCalendar } from '@wenzheng/working-days';
import { z } from 'zod';
import { CALENDAR } from '../tokens.js';

/** So that no count of working days leads out of the four-digit years. */
const withinCalendar = (text: string) => text >= '0001-01-03' && text < '9990';

const dueSchema = z.object({
  /** An instant, or a date of the city. */
  registeredAt: z.union([instantSchema, dateSchema]).refine(withinCalendar, { message: 'outside the years 0001 to 9989' }),
  workingDays: z.coerce.number().int().min(1).max(250),
});

@Controller('v1/calendar')
export class CalendarController {
  constructor(@Inject(CALENDAR) private readonly calendar: WorkingCalendar) {}

  /** The day by whose end so many working days have passed since registration. `dueOn` is null where no notice reaches back so far. */
  @Get('due')
  @Public()
  due(@Query({ schema: dueSchema }) { registeredAt, workingDays }: z.output<typeof dueSchema>) {
    const registeredOn = isBusinessDate(registeredAt) ? registeredAt : businessDateOf(new Date(registeredAt));
    return this.calendar.addWorkingDays(registeredOn, workingDays);
  }
}
