/** Business time, injected: only main.ts makes the real one. Sessions live in real time. */
export const CLOCK = Symbol('clock');
export const CONFIG = Symbol('configuration');
