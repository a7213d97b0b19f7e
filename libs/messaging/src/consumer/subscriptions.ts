import type { MessageHandler } from '@nestjs/microservices';
import type { EventEnvelope, SubscriberGroup } from '@wenzheng/contracts';
import { from, isObservable, lastValueFrom } from 'rxjs';
import type { EventContext, OneStatementContext, SubscriptionExtras } from './on-event.js';

interface Subscription {
  handlers: MessageHandler[];
  inOneStatement?: MessageHandler;
}

/**
 * A service's handlers by group and subject. Nest chains the handlers of one event and would run them at the same time; in one
 * transaction they must take turns.
 */
export class Subscriptions {
  readonly #byGroup = new Map<SubscriberGroup | null, Map<string, Subscription>>();

  add(subject: string, handler: MessageHandler, { group, inOneStatement }: SubscriptionExtras): void {
    const bySubject = this.#byGroup.get(group) ?? new Map<string, Subscription>();
    const subscription = bySubject.get(subject) ?? { handlers: [] };
    if (inOneStatement) subscription.inOneStatement = handler;
    else subscription.handlers.push(handler);
    this.#byGroup.set(group, bySubject.set(subject, subscription));
  }

  get groups(): (SubscriberGroup | null)[] {
    return [...this.#byGroup.keys()];
  }

  has(group: SubscriberGroup | null, subject: string): boolean {
    return (this.#byGroup.get(group)?.get(subject)?.handlers.length ?? 0) > 0;
  }

  /** Subjects whose handler in one statement would leave out what other handlers do, or has none to leave special cases to. */
  get halfHandled(): string[] {
    const all = [...this.#byGroup.values()].flatMap((bySubject) => [...bySubject]);
    return all.filter(([, { handlers, inOneStatement }]) => inOneStatement && handlers.length !== 1).map(([subject]) => subject);
  }

  /** Rejects with the first handler's own error, and then no later handler runs. */
  async invoke(group: SubscriberGroup | null, subject: string, events: EventEnvelope[], context: EventContext): Promise<void> {
    const handlers = this.#byGroup.get(group)?.get(subject)?.handlers;
    if (!handlers) throw new Error(`no handler for ${subject}`);
    for (const handler of handlers) await run(handler, events, context);
  }

  /** The ids of the events that were handled; none where the subject has no such handler. */
  async invokeInOneStatement(subject: string, events: EventEnvelope[], context: OneStatementContext): Promise<string[]> {
    const handler = this.#byGroup.get(null)?.get(subject)?.inOneStatement;
    return handler ? ((await run(handler, events, context)) as string[]) : [];
  }
}

async function run(handler: MessageHandler, events: EventEnvelope[], context: unknown): Promise<unknown> {
  const result: unknown = await handler(events, context);
  return lastValueFrom<unknown, undefined>(isObservable(result) ? result : from(Promise.resolve(result)), { defaultValue: undefined });
}
