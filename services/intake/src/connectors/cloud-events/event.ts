import { instantSchema } from '@wenzheng/contracts';
import { invalidRequest, isUtf8, platformProblem, readJson } from '@wenzheng/platform';
import { z } from 'zod';
import { messageBodySchema, type MessageBody } from '../../message/message-body.js';
import { problem } from '../../problems.js';

/** The one type that is taken: a message as it is pushed. */
export const messageSubmitted = 'cn.gov.huainan.wz.message.submitted.v1';

export const eventMediaTypes = { structured: 'application/cloudevents+json', batched: 'application/cloudevents-batch+json' } as const;

const attributes = ['id', 'source', 'specversion', 'type', 'subject', 'time', 'datacontenttype', 'dataschema', 'data', 'data_base64'];
const fieldsOfMessage = Object.keys(messageBodySchema.shape).filter((name) => /^[a-z]+$/.test(name));
/** Extension attributes are anybody's, and passed over. But `visibility` beside the data, where it belongs, would make a private letter public. */
const extensionPattern = `^(?!(?:${[...attributes, ...fieldsOfMessage].join('|')})$)[a-z0-9]{1,20}$`;
const extensionName = new RegExp(extensionPattern);

const filled = z.string().min(1).max(1_000);

/** CloudEvents 1.0 in JSON. What is null is not set. */
const eventShape = {
  id: filled.describe('the externalId, unless the data have one'),
  source: filled,
  specversion: z.literal('1.0'),
  type: filled.describe(`\`${messageSubmitted}\``),
  subject: filled.nullish(),
  time: instantSchema.nullish().describe('occurredAt, unless the data have it'),
  datacontenttype: z.string().max(200).nullish().describe('JSON, if said'),
  dataschema: filled.nullish(),
};
const attributesSchema = z.looseObject(eventShape).superRefine((event, context) => {
  const unknown = Object.keys(event).filter((name) => !attributes.includes(name) && !extensionName.test(name));
  if (unknown.length > 0) context.addIssue({ code: 'unrecognized_keys', keys: unknown, input: event });
});

/** A pushed message whose externalId and occurredAt may be the event's own id and time. */
export const eventDataSchema = messageBodySchema.partial({ externalId: true, occurredAt: true });

/** What openapi.json says of one event. */
export const eventSchema = z
  .strictObject({ ...eventShape, data: eventDataSchema.nullish(), data_base64: z.string().nullish().describe('the data in base64, instead of `data`') })
  .meta({ patternProperties: { [extensionPattern]: { type: ['string', 'number', 'boolean', 'null'], description: 'an extension attribute, passed over' } } });

/** As many as a batch may have. Each is read as one alone, and answered by itself. */
export const batchSchema = z.array(z.unknown()).max(100);

export type EventMode = 'structured' | 'batched' | 'binary';

/** @throws Problem `unsupported-media-type` where the body is neither an event nor the JSON data of one */
export function modeOf(contentType: string | undefined): EventMode {
  const type = (contentType ?? '').split(';')[0]!.trim().toLowerCase();
  if (type === eventMediaTypes.structured) return 'structured';
  if (type === eventMediaTypes.batched) return 'batched';
  if (type === 'application/json') return 'binary';
  throw platformProblem('unsupported-media-type');
}

const isJson = (type: string): boolean => /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type) && isUtf8(type);

/**
 * The message that an event in structured mode brings.
 * @throws Problem `invalid-request`, or `intake.event-type-unknown`
 */
export function messageOfEvent(event: unknown): MessageBody {
  const read = attributesSchema.safeParse(event);
  if (!read.success) throw invalidRequest(read.error.issues);
  if (read.data.type !== messageSubmitted) throw problem('intake.event-type-unknown');
  const { id, time, datacontenttype } = read.data;
  if (typeof datacontenttype === 'string' && !isJson(datacontenttype)) throw fault('datacontenttype');
  return messageOf({ id, time }, dataOf(read.data), ['data']);
}

/**
 * The same in binary mode, where the attributes stand in the headers and the body is the data.
 * @param given attributes by name; that of the data's type is the body's own
 */
export function messageOfBinary(given: Readonly<Record<string, string>>, data: unknown): MessageBody {
  const read = attributesSchema.safeParse(given);
  if (!read.success) throw invalidRequest(read.error.issues.map((issue) => ({ ...issue, ...inHeaders(issue) })));
  if (read.data.type !== messageSubmitted) throw problem('intake.event-type-unknown');
  return messageOf(read.data, data, []);
}

const inHeaders = ({ path, ...issue }: z.core.$ZodIssue): object =>
  issue.code === 'unrecognized_keys' ? { path: ['headers'], keys: issue.keys.map((name) => `ce-${name}`) } : { path: ['headers', `ce-${String(path[0])}`] };

function dataOf({ data = null, data_base64: encoded = null }: Record<string, unknown>): unknown {
  if (encoded === null) return data;
  if (data !== null || typeof encoded !== 'string' || !/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) throw fault('data_base64');
  return readJson(Buffer.from(encoded, 'base64'));
}

function messageOf({ id, time = null }: { id: string; time?: string | null | undefined }, data: unknown, place: readonly string[]): MessageBody {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw invalidRequest([{ message: '', code: 'invalid_type', path: place }]);
  const message = messageBodySchema.safeParse({ externalId: id, ...(time === null ? {} : { occurredAt: time }), ...data });
  if (message.success) return message.data;
  throw invalidRequest(message.error.issues.map((issue) => ({ ...issue, path: [...place, ...issue.path] })));
}

const fault = (name: string) => invalidRequest([{ message: '', code: 'invalid_value', path: [name] }]);
