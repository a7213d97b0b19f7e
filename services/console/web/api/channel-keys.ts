import { bodyOf, inBackground, intake } from './clients.js';
import { everyItem } from './every-item.js';

/** Every key of every channel that there was; a city makes some ten a year. */
export const allChannelKeys = () => everyItem((after) => bodyOf(intake.GET('/v1/channel-keys', { ...inBackground, params: { query: { limit: 500, after } } })));
