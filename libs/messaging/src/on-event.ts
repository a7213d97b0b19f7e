import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventData, EventDefinition, EventEnvelope } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import { throwError, type Observable } from 'rxjs';

/** What a handler gets beside the events. */
export interface EventContext {
  /** The transaction of the events' inbox rows: effects and outbox go in through it, and commit or vanish together. */
  readonly manager: EntityManager;
  readonly subject: string;
  /** The event was a dead letter that an administrator replays. */
  readonly replay: boolean;
}

/** An event that this service will never accept. It becomes a dead letter with this reason; the reason must not quote the event. */
export class RejectEvent extends Error {
  override readonly name = 'RejectEvent';
}

/** Nest would replace a handler's error by "Internal server error", and with it the way to tell a deadlock from a fault. */
@Catch()
export class HandlerErrorFilter implements RpcExceptionFilter<unknown> {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

export type EventHandler<Data> = (events: EventEnvelope<Data>[], context: EventContext) => Promise<void>;

/** What a handler of these event types takes: its events are of any one of them. */
type Data<Definitions extends readonly EventDefinition[]> = EventData<Definitions[number]>;

/**
 * Declares a controller's method as a handler of one event type or of several: `(events, context) => Promise<void>`.
 * It gets up to 256 new, validated events of one type at once, of many aggregates and in no promised order, and does its work
 * through `context.manager` alone: what it does elsewhere may happen again. An event type may have several handlers in a
 * service: they run one after the other in one transaction, so that all of their effects happen, or none.
 */
export function OnEvent<const Definitions extends readonly [EventDefinition, ...EventDefinition[]]>(...definitions: Definitions) {
  return <Handler extends EventHandler<Data<Definitions>>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<Handler>,
  ): void => {
    const subjects = definitions.map(({ subject }) => subject);
    applyDecorators(EventPattern<string[]>(subjects), UseFilters(HandlerErrorFilter))(target, key, descriptor);
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
  };
}
