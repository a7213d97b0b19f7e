import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventDefinition, EventEnvelope } from '@wenzheng/contracts';
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

/**
 * Declares a controller's method as the service's handler of one event type: `(events, context) => Promise<void>`.
 * It gets up to 256 new, validated events at once, of many aggregates and in no promised order, and does its work
 * through `context.manager` alone: what it does elsewhere may happen again. Every event type has one handler per service.
 */
export function OnEvent<Data>(definition: EventDefinition<Data>) {
  return <Handler extends EventHandler<Data>>(
    target: object,
    key: string | symbol,
    descriptor: TypedPropertyDescriptor<Handler>,
  ): void => {
    applyDecorators(EventPattern<string>(definition.subject), UseFilters(HandlerErrorFilter))(target, key, descriptor);
    Payload()(target, key, 0);
    Ctx()(target, key, 1);
  };
}
