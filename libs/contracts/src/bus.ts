import type { EventDefinition } from './envelope.js';
import * as deadlineSupervision from './deadline-supervision.js';
import * as intake from './intake.js';
import { ledgerCounted } from './ledger.js';
import * as publication from './publication.js';
import * as routing from './routing.js';
import { services, type DeployedService, type ServiceName } from './vocabulary.js';

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
  /** Its name. What reads it in several replicas shares it. */
  durable: string;
  filterSubjects: string[];
}

/** Handlers of a service with a progress of their own, beside those of the service itself: they get an event again, from their own durable. */
export type SubscriberGroup = 'hot-issues';

export interface ServiceDurable extends DurableTopology {
  service: ServiceName;
  /** Whose events these are; null: the service's own. */
  group: SubscriberGroup | null;
  /** For how many milliseconds after a batch the events of the next one gather, unless a whole batch has come before. What comes when none gathers goes to its handler at once; 0: everything does. */
  gatherMs: number;
  /** How many at most are handled at once. */
  batchSize: number;
}

export const streams: readonly StreamTopology[] = services.map((owner) => ({
  stream: streamOf(owner),
  owner,
  subjects: [`${owner}.>`],
}));

const batchSize = 256;
/** The patience with what nobody waits for: a few transactions a second, in place of one for each event. */
const patienceMs = 300;

/** Whose streams a service reads with patience. A public page may be a second late, a deadline never. */
const patientReading: Partial<Record<ServiceName, readonly ServiceName[]>> = {
  publication: services,
  routing: ['deadline-supervision'],
};

/** What a service reads from a durable of its own, `<service>-<name>`. */
interface Part {
  service: ServiceName;
  name: string;
  group: SubscriberGroup | null;
  /** They come from here and no longer from the service's durable. */
  events: readonly EventDefinition[];
  /** They come from here and from the service's durable as well. */
  sharedEvents: readonly EventDefinition[];
  gatherMs: number;
  batchSize: number;
}

const parts: readonly Part[] = [
  // A deadline is open since the registration, whoever will handle the message.
  { service: 'deadline-supervision', name: 'assignments', group: null, events: [routing.messageAssigned], sharedEvents: [], gatherMs: patienceMs, batchSize },
  {
    service: 'deadline-supervision',
    name: 'hot-issues',
    group: 'hot-issues',
    events: [intake.messageLiked],
    sharedEvents: [intake.messageRegistered, publication.messageVisibilityChanged, publication.textHidden],
    gatherMs: 1_000,
    batchSize: 1_000,
  },
];

function durablesOf(service: ServiceName, owner: ServiceName): ServiceDurable[] {
  const stream = streamOf(owner);
  const consumed = events.filter((event) => event.owner === owner && event.consumers.includes(service));
  const own = parts.filter((part) => part.service === service);
  const apart = new Set(own.flatMap((part) => part.events));
  const gatherMs = patientReading[service]?.includes(owner) ? patienceMs : 0;
  const subjectsOf = (definitions: readonly EventDefinition[]) => definitions.map(({ subject }) => subject);
  return [
    { stream, durable: service, service, group: null, filterSubjects: subjectsOf(consumed.filter((event) => !apart.has(event))), gatherMs, batchSize },
    ...own.map((part) => ({
      stream,
      durable: `${service}-${part.name}`,
      service,
      group: part.group,
      filterSubjects: subjectsOf(consumed.filter((event) => part.events.includes(event) || part.sharedEvents.includes(event))),
      gatherMs: part.gatherMs,
      batchSize: part.batchSize,
    })),
  ].filter(({ filterSubjects }) => filterSubjects.length > 0);
}

export const durables: readonly ServiceDurable[] = services.flatMap((owner) => services.flatMap((service) => durablesOf(service, owner)));

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
  const clock = options.controllableClock ? permissionsOfClock(service) : undefined;
  return {
    publish: [
      ...events.filter((event) => event.owner === service).map((event) => event.subject),
      ...durables.filter((durable) => durable.service === service).flatMap(pulling),
      ...(clock?.publish ?? []),
    ],
    subscribe: [`${inboxPrefixOf(service)}.>`, ...(clock?.subscribe ?? [])],
  };
}

/** What it takes to follow the controllable business clock. */
const permissionsOfClock = (follower: DeployedService): NatsPermissions => ({ publish: ['clock.join', `${clockReplyPrefix}.>`], subscribe: [`clock.member.${follower}.*`] });

/** The console is on the bus for the controllable clock alone, and where there is none, not at all. */
export function permissionsOfConsole(): NatsPermissions {
  const { publish, subscribe } = permissionsOfClock('console');
  return { publish, subscribe: [`${inboxPrefixOf('console')}.>`, ...subscribe] };
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

export const inboxPrefixOf = (user: DeployedService | ReaderName): string => `_INBOX_${user}`;
