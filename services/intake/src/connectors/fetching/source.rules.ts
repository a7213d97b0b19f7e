/** How a source stands, the gravest first: its token or certificate has run out; its page does not advance; one of them runs out soon; it was never asked yet; it works. */
export const sourceStates = ['expired', 'failing', 'expiring', 'new', 'working'] as const;
export type SourceState = (typeof sourceStates)[number];

/** One round may fail for any reason; the third in a row says that the page cannot advance. */
export const failuresToAlarm = 3;
/** A new token or certificate is asked for by a person, and has to be approved: so long before it is needed. `default`. */
const warningMs = 14 * 86_400_000;

export function sourceStateOf({ failures, succeededAt, expiresAt }: { failures: number; succeededAt: Date | null; expiresAt: Date | null }, now: Date): SourceState {
  if (expiresAt !== null && expiresAt <= now) return 'expired';
  if (failures >= failuresToAlarm) return 'failing';
  if (expiresAt !== null && expiresAt.getTime() - now.getTime() <= warningMs) return 'expiring';
  return succeededAt === null ? 'new' : 'working';
}
