/** What a field of date and time holds, `2026-09-18T15:00`: the city's time, wherever the browser is. */
const cityOffset = '+08:00';
const cityOffsetMs = 8 * 3_600_000;

export const localTime = (instant: Date): string => new Date(instant.getTime() + cityOffsetMs).toISOString().slice(0, 16);

export const instantOf = (local: string): Date => new Date(`${local}:00${cityOffset}`);
