/** Business time, injected: only main.ts makes the real one. */
export const CLOCK = Symbol('clock');
export const CONFIG = Symbol('configuration');
/** Connections for what the public reads, apart from those for events and readiness, which a flood of readers must not starve. */
export const READS = Symbol('reads');
