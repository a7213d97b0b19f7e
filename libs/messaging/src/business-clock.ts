/** Business time, as far as the bus asks for it. */
export interface BusinessClock {
  now(): Date;
}
export const BUSINESS_CLOCK = Symbol('business clock');
