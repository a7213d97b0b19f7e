import type { EventDefinition } from './envelope.js';
import * as deadlineSupervision from './deadline-supervision.js';
import * as intake from './intake.js';
import { ledgerCounted } from './ledger.js';
import * as publication from './publication.js';
import * as routing from './routing.js';
import { services, type ServiceName } from './vocabulary.js';

/** Every event on the bus. Streams, durables and permissions derive from this list. */
export const events: readonly EventDefinition[] = [
  ...Object.values(intake),
  ...Object.values(routing),
  ...Object.values(publication),
  ...Object.values(deadlineSupervision),
  ...Object.values(ledgerCounted),
];

const bySubject = new Map(events.map((event) => [event.subject, event]));
export const eventBySubject = (subject: string): EventDefinition | undefined => bySubject.get(subject);

/** One JetStream stream per owning service. */
export const streamOf = (service: ServiceName): string => service.toUpperCase();

/** Who reads the bus without being a service: an office's own programmes. */
export const readers = ['supervision-office'] as const;
export type ReaderName = (typeof readers)[number];

export interface StreamTopology {
  stream: string;
  owner: ServiceName;
  subjects: string[];
}
export interface DurableTopology {
  stream: string;
  /** Who consumes; a service's replicas share the durable. */
  durable: ServiceName | ReaderName;
  filterSubjects: string[];
}

export const streams: readonly StreamTopology[] = services.map((owner) => ({
  stream: streamOf(owner),
  owner,
  subjects: [`${owner}.>`],
}));

export const durables: readonly DurableTopology[] = services.flatMap((owner) =>
  services
    .map((durable) => ({
      stream: streamOf(owner),
      durable,
      filterSubjects: events
        .filter((event) => event.owner === owner && event.consumers.includes(durable))
        .map((event) => event.subject),
    }))
    .filter((durable) => durable.filterSubjects.length > 0),
);

/** The supervision office 督查室 reads what is reported to it 上报督查, and nothing else. */
export const readerDurables: readonly DurableTopology[] = readers.map((durable) => ({
  stream: streamOf('deadline-supervision'),
  durable,
  filterSubjects: events.filter(({ subject }) => subject.startsWith('deadline-supervision.escalation.')).map(({ subject }) => subject),
}));

export interface NatsPermissions {
  publish: string[];
  subscribe: string[];
}

/**
 * What a service's NATS user may do and nothing else: publish its own subjects, pull from and acknowledge on its own
 * durables, receive on its own inbox prefix. It may create, read or delete no stream. The `clock` subjects are those of
 * the controllable business clock and are left out in production.
 */
export function permissionsOf(service: ServiceName, options: { controllableClock: boolean }): NatsPermissions {
  const clock = options.controllableClock;
  return {
    publish: [
      ...events.filter((event) => event.owner === service).map((event) => event.subject),
      ...durables.filter(({ durable }) => durable === service).flatMap(pulling),
      ...(clock ? ['clock.join', `${clockReplyPrefix}.>`] : []),
    ],
    subscribe: [`${inboxPrefixOf(service)}.>`, ...(clock ? [`clock.member.${service}.*`] : [])],
  };
}

/** What a reader's NATS user may do: pull from its own durable and acknowledge on it. It publishes nothing. */
export function permissionsOfReader(reader: ReaderName): NatsPermissions {
  return { publish: readerDurables.filter(({ durable }) => durable === reader).flatMap(pulling), subscribe: [`${inboxPrefixOf(reader)}.>`] };
}

const pulling = ({ stream, durable }: DurableTopology): string[] => [
  `$JS.API.CONSUMER.INFO.${stream}.${durable}`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`,
  `$JS.ACK.${stream}.${durable}.>`,
];

/** Replicas answer the launcher's clock commands here and nowhere else. */
export const clockReplyPrefix = 'clock.reply';

export const inboxPrefixOf = (user: ServiceName | ReaderName): string => `_INBOX_${user}`;
