import { bodyOf, inBackground, routing } from './clients.js';
import { everyItem } from './every-item.js';

/** What holds now, of every scope. */
export const allSignOffPolicies = () => everyItem((after) => bodyOf(routing.GET('/v1/sign-off-policies', { ...inBackground, params: { query: { limit: 200, after } } })));
