export const keyOrigins = ['configured', 'made'] as const;
export type KeyOrigin = (typeof keyOrigins)[number];

export const keyStates = ['valid', 'replaced', 'ended', 'revoked'] as const;
export type KeyState = (typeof keyStates)[number];

/** How a key stands: `replaced` beside its successor until it ends; one of the configuration ends with its place there. */
export function keyStateOf({ endsAt, revokedAt }: { endsAt: Date | null; revokedAt: Date | null }, isKept: boolean, now: Date): KeyState {
  if (revokedAt) return 'revoked';
  if (!isKept || (endsAt && endsAt <= now)) return 'ended';
  return endsAt ? 'replaced' : 'valid';
}
