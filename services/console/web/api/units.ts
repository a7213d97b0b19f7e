import { bodyOf, routing } from './clients.js';
import { everyItem } from './every-item.js';

/** Every unit of the registry; a city has some hundred. */
export const allUnits = () => everyItem((after) => bodyOf(routing.GET('/v1/units', { params: { query: { limit: 200, after } } })));
