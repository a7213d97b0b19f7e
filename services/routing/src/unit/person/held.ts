/** SQL: on the day, what begins and ends with days is in force. */
export const isHeld = (row: string, day: string): string =>
  `${row}.ended_at IS NULL AND coalesce(${row}.from_date <= ${day}::date, true) AND coalesce(${row}.to_date >= ${day}::date, true)`;
