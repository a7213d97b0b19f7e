import { bodyOf, inBackground, intake } from './clients.js';

/** Every key of every channel that there was; a city makes some ten a year. */
export async function allChannelKeys() {
  const keys = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await bodyOf(intake.GET('/v1/channel-keys', { ...inBackground, params: { query: { limit: 500, ...(after !== undefined && { after }) } } }));
    keys.push(...page.items);
    after = page.next;
  }
  return keys;
}
