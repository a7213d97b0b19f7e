/** Business time, injected: only main.ts makes the real one. */
export const CLOCK = Symbol('clock');
export const CONFIG = Symbol('configuration');
