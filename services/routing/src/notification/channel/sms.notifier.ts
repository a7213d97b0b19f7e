import type { z } from 'zod';
import { again, askJson, orRetry } from './http.js';
import type { Note, Notifier, NotifierOutcome } from './notifier.js';
import type { smsSchema } from '../../config.js';

/** Of an answer that will be the same the next time; 401 and 403 are a key at fault, which somebody mends. */
const refused = new Set([400, 404, 410, 422]);

/**
 * 短信 through the city's gateway: `POST {id, to, text}` with `Authorization: Bearer`, answered 2xx with `{id?}`. The README has the form; each supplier's own is put
 * behind it by the city's gateway.
 */
export class SmsNotifier implements Notifier {
  constructor(private readonly settings: z.output<typeof smsSchema>) {}

  send({ id, to, text }: Note): Promise<NotifierOutcome> {
    const { url, key } = this.settings;
    return orRetry(async () => {
      const { status, body, retryAfter } = await askJson(new URL(url), { headers: { authorization: `Bearer ${key}` }, body: { id, to, text } });
      if (status >= 200 && status < 300) return { kind: 'sent', deliveryId: typeof body['id'] === 'string' ? body['id'].slice(0, 200) : null };
      return refused.has(status) ? { kind: 'refused', reason: `HTTP ${status}` } : again(`HTTP ${status}`, retryAfter);
    });
  }
}
