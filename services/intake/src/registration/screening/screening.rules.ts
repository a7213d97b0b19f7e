import { nfkc } from '@wenzheng/contracts';
import type { ScreeningPolicy } from '../../config.js';
import type { HoldReason } from '../../message/hold-reasons.js';

const links = /(?:https?:\/\/|www\.)[^\s\u3000-\u303f\uff00-\uffef]+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|cn|net|org|top|xyz|vip|cc|info|shop|club|site)\b(?:\/[^\s\u3000-\u303f\uff00-\uffef]*)?/giu;
const mentions = /@[\p{L}\p{N}_-]{1,40}/gu;
/** A number of at least seven digits, however it is grouped, or where else somebody is found. */
const numbers = /(?:\d[ -]?){7,}|微信|薇信|加V|QQ|群号|扣扣/iu;
/** Nobody says what the matter is in fewer. */
const fewestLetters = 5;

/** Whether it leads elsewhere and says nothing of its own. */
export function isLinksOnly(text: string): boolean {
  const rest = nfkc(text).replace(links, ' ');
  return rest !== nfkc(text) && (rest.replace(mentions, ' ').match(/[\p{L}\p{N}]/gu) ?? []).length < fewestLetters;
}

/** What many people write alike is many people's matter; only what leads elsewhere is sent in masses for its own sake. Null: it leads nowhere. */
export function massTextOf(text: string): string | null {
  const plain = nfkc(text);
  return plain.search(links) >= 0 || numbers.test(plain) ? plain.replace(/[\s\p{P}]/gu, '').toLowerCase() : null;
}

/** How many came in within the hour, this one included. */
export interface Counted {
  ofAuthor: number;
  ofText: number;
}

/** Why a message is held, from its words, what has come in within the hour, and the rules. The same in, the same out. */
export function suspicionsOf(text: string, { ofAuthor, ofText }: Counted, { authorPerHour, sameTextPerHour }: ScreeningPolicy): HoldReason[] {
  return [...(ofAuthor > authorPerHour ? ['flooding' as const] : []), ...(ofText > sameTextPerHour ? ['mass-text' as const] : []), ...(isLinksOnly(text) ? ['links-only' as const] : [])];
}
