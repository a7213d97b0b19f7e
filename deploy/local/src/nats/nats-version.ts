/** Message schedules, atomic batch publish and direct batch need it. */
export const minimumNatsVersion = '2.12.0';

/** The version in `nats-server: v2.15.1`, or in the server's INFO. */
export function natsVersionIn(text: string): string | undefined {
  return /v?(\d+\.\d+\.\d+)/.exec(text)?.[1];
}

export function isNewEnough(version: string | undefined, minimum = minimumNatsVersion): boolean {
  return version !== undefined && compareVersions(version, minimum) >= 0;
}

/** Negative when `a` is older. Compares numbers, so that 2.9 comes before 2.12. */
export function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
