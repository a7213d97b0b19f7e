import { instantSchema } from '@wenzheng/contracts';
import { listOf, serviceOf, type ListOf, type Value } from '@wenzheng/open311';
import { invalidRequest } from '@wenzheng/platform';
import { z } from 'zod';
import type { ListedRequest, PublishedUpdate, RequestFilter } from '../../message/requests.rules.js';
import { summarise, type Reading } from '../../message/message-view.rules.js';
import { shanghaiInstant } from '../../message/words.rules.js';

const dayMs = 86_400_000;
/** The most that one question spans, and what it spans where it says nothing. */
const spanMs = 90 * dayMs;

const absent = (value: unknown) => (typeof value === 'string' ? value.trim() || undefined : value);
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(absent, schema.optional());
const listOfCodes = z.string().max(4_000).transform((text) => text.split(',').map((one) => one.trim()).filter(Boolean)).pipe(z.array(z.string().regex(/^[\w-]{1,40}$/)).max(100));
// A plus sign that nobody encoded arrives as a blank.
const instant = z.preprocess((value) => (typeof value === 'string' ? value.trim().replace(/ (?=\d\d:\d\d$)/, '+') : value), instantSchema);

export const requestsQuery = z.object({
  jurisdiction_id: optional(z.string().max(200)),
  api_key: optional(z.string().max(200)).describe('not needed, and not read'),
  service_request_id: optional(listOfCodes).describe('message numbers 受理编号, parted by commas; nothing else is asked for then'),
  service_code: optional(listOfCodes).describe('parted by commas'),
  start_date: optional(instant).describe('90 days at most from it to `end_date`'),
  end_date: optional(instant),
  status: optional(z.string().transform((text) => text.split(',').map((one) => one.trim().toLowerCase())).pipe(z.array(z.enum(['open', 'closed'])).max(10))).describe('open, closed or both'),
  page: optional(z.coerce.number().int().min(1).max(1_000)),
  page_size: optional(z.coerce.number().int().min(1).max(1_000)).describe('200 unless told'),
});
export type RequestsQuery = z.output<typeof requestsQuery>;

/** From when till when is asked: the last ninety days, unless told. */
export function spanOf({ start_date: start, end_date: end }: Pick<RequestsQuery, 'start_date' | 'end_date'>, now: Date): { from: Date; to: Date } {
  const to = end !== undefined ? new Date(end) : start !== undefined ? new Date(new Date(start).getTime() + spanMs) : now;
  const from = start !== undefined ? new Date(start) : new Date(to.getTime() - spanMs);
  if (to < from || to.getTime() - from.getTime() > spanMs) throw invalidRequest([{ message: '', code: to < from ? 'too_small' : 'too_big', path: ['end_date'] }]);
  return { from, to };
}

export function filterOf(query: RequestsQuery, now: Date): RequestFilter {
  const { service_request_id: numbers, service_code: services, status, page = 1, page_size: size = 200 } = query;
  const paged = { limit: size, offset: (page - 1) * size };
  if (numbers) return { ...paged, numbers };
  const asked = new Set(status);
  return { ...paged, ...spanOf(query, now), ...(services && { services }), ...(asked.size === 1 && { isClosed: asked.has('closed') }) };
}

/** GeoReport gives a description as many characters. */
const longest = 4_000;
const described = (text: string): string => {
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
};

/** A public message as a service request. */
export function requestOf(row: ListedRequest, reading: Reading, city: string): { [name: string]: Value } {
  const message = summarise(row, reading);
  const service = serviceOf(row.kind);
  const isClosed = row.ending !== 'open';
  const words = row.text ?? '';
  const text = row.title === null || words.trimStart().startsWith(row.title) ? words : `${row.title}\n\n${words}`;
  return {
    service_request_id: row.messageNumber,
    status: isClosed ? 'closed' : 'open',
    status_notes: `${message.status.word}。${message.sentence}`,
    service_name: service.name,
    service_code: service.code,
    description: described(text),
    agency_responsible: message.unit?.name ?? null,
    service_notice: null,
    requested_datetime: shanghaiInstant(row.registeredAt),
    updated_datetime: shanghaiInstant((isClosed ? (row.answeredAt ?? row.endedAt) : null) ?? row.updatedAt),
    // The whole of the last day counts.
    expected_datetime: row.dueOn === null ? null : `${row.dueOn}T23:59:59+08:00`,
    address: city,
    address_id: null,
    zipcode: null,
    lat: null,
    long: null,
    media_url: null,
  };
}

export const updatesOf = (updates: readonly PublishedUpdate[]): ListOf =>
  listOf('request_update', updates.map(({ updateId, number, isClosing, at, text }) => ({
    update_id: updateId,
    service_request_id: number,
    status: isClosing ? 'closed' : 'open',
    updated_datetime: shanghaiInstant(at),
    description: described(text),
    media_url: null,
  })));
