import { applyDecorators, Catch, UseFilters, type RpcExceptionFilter } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import type { EventData, EventDefinition, EventEnvelope, SubscriberGroup } from '@wenzheng/contracts';
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
type OneOrMore = readonly [EventDefinition, ...EventDefinition[]];

/** What Nest keeps beside a handler's subjects. */
export interface SubscriptionExtras {
  group: SubscriberGroup | null;
  inOneStatement: boolean;
}

/**
 * Declares a controller's method as a handler of one event type or of several: `(events, context) => Promise<void>`.
 * It gets up to 256 new, validated events of one type at once, of many aggregates and in no promised order, and does its work
 * through `context.manager` alone: what it does elsewhere may happen again. An event type may have several handlers in a
 * service: they run one after the other in one transaction, so that all of their effects happen, or none.
 */
export function OnEvent<const Definitions extends OneOrMore>(...definitions: Definitions) {
  return <Handler extends EventHandler<Data<Definitions>>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<Handler>): void =>
    subscribe(definitions, { group: null, inOneStatement: false }, target, key, descriptor);
}

/**
 * The same for a group of subscribers with a progress of its own: its events come from the group's durable, in batches of the
 * size that the contracts give it, and their inbox rows and dead letters are the group's.
 */
export function OnEventIn<const Definitions extends OneOrMore>(group: SubscriberGroup, ...definitions: Definitions) {
  return <Handler extends EventHandler<Data<Definitions>>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<Handler>): void =>
    subscribe(definitions, { group, inOneStatement: false }, target, key, descriptor);
}

/** Returns the ids of the events that it has handled. */
export type OneStatementHandler<Data> = (events: EventEnvelope<Data>[], context: OneStatementContext) => Promise<string[]>;

export interface OneStatementContext {
  /** Outside any transaction: its first statement is the only one. */
  readonly manager: EntityManager;
  readonly subject: string;
}

/**
 * Beside the one `@OnEvent` handler of an event type, the normal case in one statement and one round trip. It is asked first, for
 * events that are delivered for the first time. Its statement inserts each event that it handles into `inbox (event_id)`, without ON
 * CONFLICT, together with the effect and the outbox rows, and leaves alone what is in any way special: an id that is in the inbox, a
 * key that is taken. What it does not return, and everything where it throws, goes to the other handler, in a transaction.
 */
export function InOneStatement<const Definitions extends OneOrMore>(...definitions: Definitions) {
  return <Handler extends OneStatementHandler<Data<Definitions>>>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<Handler>): void =>
    subscribe(definitions, { group: null, inOneStatement: true }, target, key, descriptor);
}

function subscribe<Handler>(
  definitions: OneOrMore,
  extras: SubscriptionExtras,
  target: object,
  key: string | symbol,
  descriptor: TypedPropertyDescriptor<Handler>,
): void {
  const subjects = definitions.map(({ subject }) => subject);
  applyDecorators(EventPattern<string[]>(subjects, { ...extras }), UseFilters(HandlerErrorFilter))(target, key, descriptor);
  Payload()(target, key, 0);
  Ctx()(target, key, 1);
}
