import { attributesSchema, durables, events, streamOf, type EventDefinition } from '@wenzheng/contracts';
import { jsonSchema } from '@wenzheng/platform';
import { durableConfig } from './topology.js';

const dataName = ({ subject }: EventDefinition) => `${subject}.data`;
const parts = { message: '#/components/messages', schema: '#/components/schemas', channel: '#/channels' };

/**
 * The bus as an AsyncAPI 3.0 document: a channel per subject, who sends, who receives and from which durable.
 * @param summaries what each event says, by its subject
 */
export function asyncApiDocument(summaries: ReadonlyMap<string, string>) {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Wenzheng 问政: the events that services exchange',
      version: '1',
      description:
        'CloudEvents 1.0 in structured JSON on NATS JetStream. Delivery is at least once and in no promised order: consumers fold by `sequence`. Payloads are additive within v1: readers drop what they do not know. AsyncAPI’s NATS binding has no place for streams and durables; they stand under `x-jetstream`.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/cloudevents+json',
    servers: {
      nats: {
        host: '{host}',
        protocol: 'nats',
        description: 'nats-server 2.12 or newer with JetStream; each service has its own user.',
        variables: { host: { default: 'localhost:4222' } },
      },
    },
    channels: Object.fromEntries(events.map((event) => [event.subject, channelOf(event)])),
    operations: Object.fromEntries(events.flatMap((event) => [sendingOf(event), ...receivingOf(event)])),
    components: {
      messages: Object.fromEntries(events.map((event) => [event.subject, messageOf(event, summaries.get(event.subject))])),
      schemas: {
        CloudEvent: jsonSchema(attributesSchema, 'input').schema,
        ...Object.fromEntries(events.map((event) => [dataName(event), jsonSchema(event.data, 'input').schema])),
      },
    },
  };
}

const refer = (place: string, name: string) => ({ $ref: `${place}/${name.replaceAll('/', '~1')}` });

function channelOf({ subject, owner }: EventDefinition) {
  return { address: subject, messages: { event: refer(parts.message, subject) }, 'x-jetstream': { stream: streamOf(owner) } };
}

function sendingOf({ subject, owner }: EventDefinition): [string, object] {
  return [
    `${owner}.sends.${subject}`,
    { action: 'send', channel: refer(parts.channel, subject), messages: [{ $ref: `${parts.channel}/${subject}/messages/event` }], 'x-service': owner },
  ];
}

function receivingOf({ subject, owner }: EventDefinition): [string, object][] {
  const receiving = durables.filter(({ stream, filterSubjects }) => stream === streamOf(owner) && filterSubjects.includes(subject));
  return receiving.map((durable) => {
    const { durable_name, ack_wait, max_deliver, max_ack_pending } = durableConfig(durable, { replicas: 1 });
    const settings = { ack_wait: `${Number(ack_wait) / 1e9}s`, max_deliver, max_ack_pending, ...(durable.gatherMs ? { gather: `${durable.gatherMs / 1e3}s` } : {}) };
    return [
      `${durable.group ? durable.durable : durable.service}.receives.${subject}`,
      {
        action: 'receive',
        channel: refer(parts.channel, subject),
        messages: [{ $ref: `${parts.channel}/${subject}/messages/event` }],
        'x-service': durable.service,
        'x-jetstream': { stream: durable.stream, durable: durable_name, ...settings },
      },
    ];
  });
}

function messageOf(event: EventDefinition, summary: string | undefined) {
  return {
    name: event.subject,
    title: event.subject,
    ...(summary ? { summary } : {}),
    contentType: 'application/cloudevents+json',
    payload: {
      allOf: [refer(parts.schema, 'CloudEvent')],
      type: 'object',
      properties: {
        type: { const: event.subject },
        source: { const: `/wenzheng/${event.owner}` },
        data: refer(parts.schema, dataName(event)),
      },
      required: ['data'],
    },
  };
}
