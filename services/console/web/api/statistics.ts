import { bodyOf, inBackground, supervision } from './clients.js';
import type { channelWords } from '../words.js';

/** As JSON; the same address gives tables too. */
export async function readStatistics(query: { period: string; channel?: keyof (typeof channelWords)['zh'] }) {
  const body = await bodyOf(supervision.GET('/v1/statistics', { ...inBackground, params: { query } }));
  return body as Exclude<typeof body, string | undefined>;
}
