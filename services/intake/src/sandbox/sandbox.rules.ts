import type { Ending, Visibility } from '@wenzheng/contracts';
import { businessDateOf } from '@wenzheng/working-days';
import { happeningExamples } from '../delivery/happening/happening.examples.js';
import type { Happened, HappeningType } from '../delivery/happening/happening.schemas.js';
import { messageNumberOf } from '../receipt/message-number.rules.js';

/** No number of a message: neither a page nor the query takes it for one. */
export const sandboxNumberOf = (cityPrefix: string, { registeredAt, position }: { registeredAt: Date; position: string }): string => `TEST-${messageNumberOf(cityPrefix, businessDateOf(registeredAt), Number(position))}`;

/** What a happening says where its integration says nothing: the published example, of this moment. */
export function exampleOf(type: HappeningType, { now, replyId, previousReplyId }: { now: Date; replyId: string; previousReplyId: string | null }): Record<string, unknown> {
  const example = happeningExamples[type] as Record<string, unknown>;
  const entries = Object.entries(example).map(([name, value]) => {
    if (name.endsWith('At')) return [name, now.toISOString()];
    if (name === 'replyId') return [name, replyId];
    return [name, name === 'corrects' && value !== null ? previousReplyId : value];
  });
  return Object.fromEntries(entries) as Record<string, unknown>;
}

/** As of a message: the first that ends it, unless an objection against that is upheld. */
export function endingOf(happenings: readonly Pick<Happened, 'type' | 'data'>[]): Ending {
  let ending: Ending = 'open';
  for (const { type, data } of happenings) {
    const { interim, corrects, supplements, visibility, outcome } = data as { interim?: boolean; corrects?: string | null; supplements?: string | null; visibility?: Visibility; outcome?: string };
    if (type === 'message.objection-decided' && outcome === 'upheld' && ending === 'ruled-invalid') ending = 'open';
    if (ending !== 'open') continue;
    if (type === 'message.replied' && !interim && !corrects && !supplements) ending = visibility === 'private' ? 'privately-answered' : 'publicly-answered';
    if (type === 'message.ruled-invalid') ending = 'ruled-invalid';
    if (type === 'message.transferred') ending = 'transferred';
    if (type === 'message.withdrawn') ending = 'withdrawn';
  }
  return ending;
}
