import { endOfBusinessDate } from '@wenzheng/working-days';

/** When a due date ends for a message, whose policy may close the day before midnight. */
export const dueAtOf = (dueOn: string | null, closeOfBusiness: string | null): string | null =>
  dueOn === null ? null : endOfBusinessDate(dueOn, closeOfBusiness ?? undefined).toISOString();
