import { Controller, Get, Inject, Query } from '@nestjs/common';
import { instantSchema, dateSchema } from '@wenzheng/contracts';
import { Operation, Public } from '@wenzheng/platform';
import { businessDateOf, isBusinessDate, type Clock, type DueDate } from '@wenzheng/working-days';
import { z } from 'zod';
import { Rulebook } from '../rulebook.js';
import { CLOCK } from '../../tokens.js';
import { daysLeft, settledUntil } from './reach.rules.js';

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

const calendarSchema = z
  .object({
    version: z.string().describe('years and content of the notices'),
    revision: z.int().describe('how many notices were loaded, those that ship included'),
    firstNoticeYear: z.int(),
    lastNoticeYear: z.int(),
    settledUntil: dateSchema.describe('later days are provisional'),
    daysLeft: z.int().describe('days until then; below 60 an alarm asks for the next notice'),
  })
  .meta({ id: 'Calendar' });

@Controller('v1/calendar')
export class CalendarController {
  constructor(
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Public()
  @Operation({
    id: 'readCalendar',
    tag: 'Deadlines',
    summary: 'Which notices of the State Council are loaded, and until when they reach',
    answers: { 200: calendarSchema },
  })
  async read() {
    await this.rulebook.refresh();
    const { calendar, calendars } = this.rulebook;
    return {
      version: calendar.version,
      revision: calendars.revision,
      firstNoticeYear: calendar.firstNoticeYear,
      lastNoticeYear: calendar.lastNoticeYear,
      settledUntil: settledUntil(calendar),
      daysLeft: daysLeft(calendar, businessDateOf(this.clock.now())),
    };
  }

  /** The day by whose end so many working days have passed since registration. `dueOn` is null where no notice reaches back so far. */
  @Get('due')
  @Public()
  @Operation({
    id: 'computeDueDate',
    tag: 'Deadlines',
    summary: 'The day by whose end so many working days have passed since registration',
    answers: { 200: dueDateSchema },
  })
  due(@Query({ schema: dueSchema }) { registeredAt, workingDays }: z.output<typeof dueSchema>): DueDate {
    const registeredOn = isBusinessDate(registeredAt) ? registeredAt : businessDateOf(new Date(registeredAt));
    return this.rulebook.calendar.addWorkingDays(registeredOn, workingDays);
  }
}
