import { z } from 'zod';
import { readWebhookUrl, type WebhookReach } from './address.js';
import { resolveAddress } from './pinned-request.js';
import type { WebhookOutcome } from './sender.js';

// What every service that sends webhooks asks of an endpoint, and says of one.

/** The address as it is kept; null where no webhook may go there now. */
export async function checkedWebhookUrl(address: string, reach: WebhookReach): Promise<string | null> {
  const url = readWebhookUrl(address, reach);
  return url && (await resolveAddress(url.hostname, reach).then(() => url.href, () => null));
}

export const webhookUrlSchema = z.string().min(1).max(2_000);

/** What came of one attempt, made at once because somebody asked for it. */
export const webhookTestSchema = z.object({ delivered: z.boolean(), reason: z.string().nullable() });
export type WebhookTest = z.infer<typeof webhookTestSchema>;

export function webhookTestOf(outcome: WebhookOutcome): WebhookTest {
  if (outcome.kind === 'delivered') return { delivered: true, reason: null };
  return { delivered: false, reason: outcome.kind === 'gone' ? 'HTTP 410' : outcome.reason };
}

export const defaultOverlapHours = 24;
/** For how long both the key that is replaced and its successor sign. */
export const overlapSchema = z.strictObject({ overlapHours: z.number().min(0).max(168).default(defaultOverlapHours) });
export const overlapEndOf = (now: Date, overlapHours: number): Date => new Date(now.getTime() + overlapHours * 3_600_000);
