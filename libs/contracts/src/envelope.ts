import { z } from 'zod';
import { services, type ServiceName } from './vocabulary.js';

/**
 * One event type: who owns it, its subject on the bus and the shape of its data.
 * The subject is `<owner>.<noun>.<past tense>.v<n>`; it is also the CloudEvents `type`.
 */
export interface EventDefinition<Data = unknown> {
  readonly owner: ServiceName;
  readonly subject: string;
  readonly consumers: readonly ServiceName[];
  readonly data: z.ZodType<Data>;
}

export type EventData<Definition> = Definition extends EventDefinition<infer Data> ? Data : never;

/** A CloudEvents 1.0 event in structured JSON. `sequence` is the owner's version of the `subject`, from 1. */
export interface EventEnvelope<Data = unknown> {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  /** The message (or other aggregate) that the event is about. */
  subject: string;
  /** Business time at which it happened, RFC 3339. */
  time: string;
  datacontenttype: 'application/json';
  sequence: number;
  /** W3C trace context of the request that caused the event (CloudEvents distributed tracing extension). */
  traceparent?: string;
  data: Data;
}

/** The CloudEvents attributes of every event; its data stand beside them. */
export const attributesSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.enum(services.map((service) => `/wenzheng/${service}`)),
  type: z.string().min(1),
  subject: z.string().min(1).max(200),
  time: z.iso.datetime({ offset: true }),
  datacontenttype: z.literal('application/json'),
  sequence: z.int().positive(),
  traceparent: z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/).optional(),
});

export function defineEvent<Data>(
  owner: ServiceName,
  name: `${string}.${string}`,
  data: z.ZodType<Data>,
  consumers: readonly ServiceName[],
): EventDefinition<Data> {
  return { owner, subject: `${owner}.${name}.v1`, consumers, data };
}

export interface EventDetails<Data> {
  subject: string;
  sequence: number;
  time: Date;
  data: Data;
  traceparent?: string | undefined;
}

/** A UUID of version 7 (RFC 9562): the 48 bits of its time, in milliseconds, and what is random of a version 4. Web Crypto alone, so that browsers have it too. */
function newEventId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${crypto.randomUUID().slice(15)}`;
}

/** Builds an event and checks it against its own definition, so that no service can publish what others must refuse. */
export const createEvent = <Data>(definition: EventDefinition<Data>, details: EventDetails<Data>): EventEnvelope<Data> =>
  envelopeOf(definition, { ...details, data: definition.data.parse(details.data) });

/** The same unchecked, for a hot path whose data were checked as they came in; a spec of it must hold its events against the definition. */
export function envelopeOf<Data>(definition: EventDefinition<Data>, details: EventDetails<Data>): EventEnvelope<Data> {
  return {
    specversion: '1.0',
    id: newEventId(),
    source: `/wenzheng/${definition.owner}`,
    type: definition.subject,
    subject: details.subject,
    time: details.time.toISOString(),
    datacontenttype: 'application/json',
    sequence: details.sequence,
    ...(details.traceparent ? { traceparent: details.traceparent } : {}),
    data: details.data,
  };
}

/** Why an incoming event was refused; `reason` names the field, never its value. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * Checks an incoming event. Unknown attributes and unknown data fields are dropped: payloads are additive within v1.
 * @throws InvalidEventError
 */
export function parseEvent<Data>(definition: EventDefinition<Data>, value: unknown): EventEnvelope<Data> {
  const attributes = check(attributesSchema, value, '');
  if (attributes.type !== definition.subject) {
    throw new InvalidEventError(`type: expected ${definition.subject}`);
  }
  if (attributes.source !== `/wenzheng/${definition.owner}`) {
    throw new InvalidEventError(`source: expected /wenzheng/${definition.owner}`);
  }
  const data = check(definition.data, (value as { data?: unknown }).data, 'data.');
  const { traceparent, ...rest } = attributes;
  return { ...rest, ...(traceparent ? { traceparent } : {}), data } as EventEnvelope<Data>;
}

/** Instants that are planned; all others of an event have happened when it is sent. */
const plannedInstants: ReadonlySet<string> = new Set(['startsAt', 'endsAt']);

/** Which of its instants an event claims from after `latest`: `time` or a field of its data; null for none. */
export function instantAhead({ time, data }: EventEnvelope, latest: Date): string | null {
  const isAhead = (value: unknown): boolean => typeof value === 'string' && Date.parse(value) > latest.getTime();
  if (isAhead(time)) return 'time';
  const found = Object.entries(data as object).find(([name, value]) => name.endsWith('At') && !plannedInstants.has(name) && isAhead(value));
  return found ? `data.${found[0]}` : null;
}

function check<T>(schema: z.ZodType<T>, value: unknown, prefix: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const reasons = result.error.issues.map((issue) => `${prefix}${issue.path.join('.')}: ${issue.code}`);
  throw new InvalidEventError(reasons.slice(0, 5).join('; '));
}
