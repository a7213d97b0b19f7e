import { Global, Module } from '@nestjs/common';
import { CalendarHandlers } from './calendar.handlers.js';
import { Calendars } from './calendars.js';

/** Which days are worked, for a service that computes or explains them: it follows the calendar of deadline-supervision. Needs `calendarMigrations`. */
@Global()
@Module({ controllers: [CalendarHandlers], providers: [Calendars], exports: [Calendars] })
export class CalendarModule {}
