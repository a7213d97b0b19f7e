const pattern = /^P(?=.)(?:(\d+(?:\.\d+)?)D)?(?:T(?=.)(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const unitsMs = [86_400_000, 3_600_000, 60_000, 1000];

/**
 * Milliseconds of an ISO 8601 duration of days, hours, minutes and seconds: P3D, PT36H, P1DT12H30M. Weeks, months and
 * years are refused: the last two have no fixed length.
 */
export function parseDuration(text: string): number {
  const match = pattern.exec(text.trim().toUpperCase());
  const total = match?.slice(1).reduce((sum, part, index) => sum + Number(part ?? 0) * (unitsMs[index] ?? 0), 0) ?? 0;
  if (!match || total <= 0) {
    throw new Error(`"${text}" is no duration. Write days, hours, minutes and seconds the ISO 8601 way: P3D, PT36H, P1DT12H`);
  }
  return Math.round(total);
}
