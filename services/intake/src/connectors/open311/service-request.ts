import { hash } from 'node:crypto';
import { open311Services } from '@wenzheng/open311';
import { canonicalJson, invalidRequest, platformProblem } from '@wenzheng/platform';
import { z } from 'zod';
import { messageBodySchema, type MessageBody } from '../../message/message-body.js';

const text = (most: number) => z.string().trim().max(most).transform((value) => value || undefined).optional();

/** What a service request may have; attributes (`attribute[code]`) come beside. */
export const serviceRequestSchema = z.strictObject({
  api_key: z.string().max(200).optional().describe('a key of the channel `portal`'),
  jurisdiction_id: text(200),
  service_code: text(40),
  description: z.string().trim().min(1).refine((value) => [...value].length <= 4_000, { message: 'is longer than 4,000 characters' }),
  address_string: text(500).describe('the city, unless told'),
  address_id: text(200),
  lat: text(30),
  long: text(30),
  email: text(254),
  device_id: text(200),
  account_id: text(200),
  first_name: text(50),
  last_name: text(50),
  phone: text(40),
  media_url: text(2_000).describe('kept as words, and never fetched'),
});

export interface ServiceRequest {
  request: z.output<typeof serviceRequestSchema>;
  attributes: readonly (readonly [code: string, value: string])[];
}

/** @throws Problem `invalid-request` */
export function readServiceRequest(body: unknown): ServiceRequest {
  const fields = Object.entries((body ?? {}) as Record<string, string | string[]>);
  const isAttribute = ([name]: [string, unknown]) => /^attribute\[[^\]]{1,100}\](?:\[\])?$/.test(name);
  const read = serviceRequestSchema.safeParse(Object.fromEntries(fields.filter((field) => !isAttribute(field))));
  if (!read.success) throw invalidRequest(read.error.issues);
  const attributes = fields.filter(isAttribute).flatMap(([name, values]) => [values].flat().filter(Boolean).map((value) => [name.slice('attribute['.length).replace(/\](\[\])?$/, ''), value] as const));
  return { request: read.data, attributes };
}

/** What was posted within so long is the same request: GeoReport has no id by which a client could say so. */
const slotMs = 10 * 60_000;
export const slotsOf = (now: Date): [previous: Date, current: Date] => {
  const current = Math.floor(now.getTime() / slotMs) * slotMs;
  return [new Date(current - slotMs), new Date(current)];
};

/** @throws Problem `not-found` for a service that there is not, `invalid-request` for what is no message */
export function messageOfRequest({ request, attributes }: ServiceRequest, slot: Date): MessageBody {
  const said = { ...request, api_key: undefined, jurisdiction_id: undefined };
  const { service_code: code, description, email, phone, first_name: first, last_name: last } = said;
  if (code === undefined) throw invalidRequest([{ message: '', code: 'invalid_type', path: ['service_code'] }]);
  const service = open311Services.find((one) => one.code === code);
  if (!service) throw platformProblem('not-found', { errors: [{ pointer: '/service_code', code: 'invalid_value' }] });
  const lines = [
    said.address_string && `地点：${said.address_string}`,
    said.address_id && `地点编号：${said.address_id}`,
    said.lat && said.long && `坐标：${said.lat}，${said.long}`,
    ...attributes.map(([name, value]) => `${name}：${value}`),
    said.media_url && `附件链接：${said.media_url}`,
  ].filter(Boolean);
  const contact = { ...(phone && { phone }), ...(email && { email }) };
  const displayName = [last, first].filter(Boolean).join(' ');
  const message = messageBodySchema.safeParse({
    externalId: `open311-${hash('sha256', canonicalJson([said, attributes, slot.toISOString()]), 'base64url')}`,
    occurredAt: slot.toISOString(),
    author: { externalId: said.account_id ?? said.device_id ?? email ?? phone ?? 'open311', ...(displayName && { displayName }), ...(Object.keys(contact).length > 0 && { contact }) },
    text: [description, ...(lines.length > 0 ? ['', ...lines] : [])].join('\n'),
    ...(service.kind && { kind: service.kind }),
  });
  if (message.success) return message.data;
  throw invalidRequest(message.error.issues.map((issue) => ({ ...issue, path: [issue.path[0] === 'text' ? 'description' : String(issue.path.at(-1))] })));
}
