import { createEvent, events, type EventDefinition, type EventEnvelope, type ServiceName } from '@wenzheng/contracts';
import { jsonSchema, type EntityManager } from '@wenzheng/platform';
import type { Replica, TableRow } from './service-fixture.js';

export interface KeptFieldsOptions {
  service: ServiceName;
  /** Happens before each event of the message; a field must be kept without it as well: events come in any order. */
  before?: readonly EventDefinition[];
  /** The other way that plain events of a type go beside their handler, by subject; `known` makes them plain. A field must be kept on both. */
  shortWays?: Readonly<Record<string, { handle: (event: EventEnvelope, manager: EntityManager) => Promise<unknown>; known?: Values }>>;
  /** Values of fields, by their names, that the service has to know already; of a whole object its first stands, and none of its fields is looked for. */
  known?: Values;
}

type Values = Readonly<Record<string, readonly [unknown, unknown]>>;

/**
 * Sends the service, of every field of every event that it consumes, two events that differ in that field alone, and looks for the difference in all
 * rows of its schema. Optional fields are sent as well.
 * @returns the fields that leave no trace, by the event's subject: `unit.name`, `days[].paper`
 */
export async function fieldsNotKept(replica: Replica, { service, before = [], shortWays = {}, known = {} }: KeptFieldsOptions): Promise<Record<string, string[]>> {
  const found: [string, string[]][] = [];
  for (const definition of events.filter(({ consumers }) => consumers.includes(service))) {
    const first = before.filter((other) => other !== definition && 'messageId' in (sampleOf(definition, known).data as object)).map((other) => eventOf(other, known, { sequence: 1 }));
    const short = shortWays[definition.subject];
    const ways = [
      () => lostOn(definition, known, (event) => replica.rowsAfter([event])),
      ...(first.length > 0 ? [() => lostOn(definition, known, (event) => replica.rowsAfter([...first, event]))] : []),
      ...(short ? [() => lostOn(definition, { ...known, ...short.known }, (event) => replica.rowsAfter([event], short.handle))] : []),
    ];
    const lost = new Set<string>();
    for (const way of ways) for (const field of await way()) lost.add(field);
    if (lost.size > 0) found.push([definition.subject, [...lost].toSorted()]);
  }
  return Object.fromEntries(found);
}

async function lostOn(definition: EventDefinition, known: Values, rowsAfter: (event: EventEnvelope) => Promise<TableRow[]>): Promise<string[]> {
  const traces = async (changed?: string) => tracesOf(await rowsAfter(eventOf(definition, known, { sequence: 2, changed })));
  const [once, again] = [await traces(), await traces()];
  // What differs by itself: ids made on the way, instants of real time.
  const noise = new Set([...once, ...again].filter(([place, values]) => values !== again.get(place) || values !== once.get(place)).map(([place]) => place));
  const lost: string[] = [];
  for (const field of sampleOf(definition, known).fields) {
    const now = await traces(field);
    const places = new Set([...once.keys(), ...now.keys()].filter((place) => !noise.has(place)));
    if ([...places].every((place) => once.get(place) === now.get(place))) lost.push(field);
  }
  return lost;
}

/** What stands at each place of each table, `message.extension.newDueOn`; JSON in a text is looked into. */
function tracesOf(rows: readonly TableRow[]): Map<string, string> {
  const values = new Map<string, string[]>();
  const visit = (place: string, value: unknown): void => {
    if (typeof value === 'string' && /^[[{]/.test(value)) return visit(place, parsed(value));
    if (Array.isArray(value)) for (const item of value) visit(`${place}[]`, item);
    else if (typeof value === 'object' && value !== null) for (const [name, inner] of Object.entries(value)) visit(`${place}.${name}`, inner);
    else values.set(place, [...(values.get(place) ?? []), JSON.stringify(value)]);
  };
  for (const { table, row } of rows) visit(table, row);
  return new Map([...values].map(([place, all]) => [place, all.toSorted().join()]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return ` ${text}`;
  }
}

function eventOf(definition: EventDefinition, known: Values, { sequence, changed }: { sequence: number; changed?: string | undefined }): EventEnvelope {
  const { data } = sampleOf(definition, known, changed);
  const subject = Object.values(sampleOf(definition, known).data as object).find((value) => typeof value === 'string') ?? definition.subject;
  return createEvent(definition, { subject: String(subject), sequence, time: new Date('2026-09-18T06:00:00Z'), data });
}

interface Schema {
  type?: string | readonly string[];
  format?: string;
  pattern?: string;
  const?: unknown;
  enum?: readonly unknown[];
  minimum?: number;
  exclusiveMinimum?: number;
  maxLength?: number;
  anyOf?: readonly Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

/** Where not any text or number will do. */
const named: Values = {
  closeOfBusiness: ['17:30', '18:00'],
  phones: ['0554-1234567', '0554-7654321'],
  year: [2027, 2028],
  date: ['2027-01-01', '2027-01-02'],
};

const schemas = new Map<EventDefinition, Schema>();
function schemaOf(definition: EventDefinition): Schema {
  const schema = schemas.get(definition) ?? (jsonSchema(definition.data, 'input').schema as Schema);
  schemas.set(definition, schema);
  return schema;
}

/** Data in which every field has its first value, and the changed one its second. Fields have one name in all events: so have their values. */
function sampleOf(definition: EventDefinition, known: Values, changed?: string): { data: unknown; fields: string[] } {
  const fields: string[] = [];
  const make = (schema: Schema, path: string): unknown => {
    const some = schema.anyOf?.every((one) => 'const' in one) ? undefined : schema.anyOf?.find(({ type }) => type !== 'null');
    if (some) return make(some, path);
    const whole = schema.type === 'object' ? known[path.replace(/.*\./, '')] : undefined;
    if (whole) return whole[0];
    if (schema.type === 'object') return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, make(inner, path === '' ? name : `${path}.${name}`)]));
    if (schema.type === 'array') return [make(schema.items ?? {}, `${path}[]`)];
    fields.push(path);
    return valuesOf(schema, path, { ...named, ...known })[path === changed ? 1 : 0];
  };
  const data = make(schemaOf(definition), '');
  return { data, fields };
}

function valuesOf(schema: Schema, path: string, given: Values): readonly [unknown, unknown] {
  const name = path.replace(/\[\]$/, '').replace(/.*\./, '');
  const listed = schema.enum ?? schema.anyOf?.map((one) => one.const);
  const number = [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % 900, 7) + 100;
  if (given[name]) return given[name];
  if (listed) return [listed[0], listed[1]];
  if ([schema.type].flat().includes('boolean')) return [false, true];
  if ([schema.type].flat().includes('integer')) {
    const least = schema.minimum ?? (schema.exclusiveMinimum === undefined ? 1 : schema.exclusiveMinimum + 1);
    return [least, least + 1];
  }
  if (schema.format === 'uuid') return [`00000000-0000-7000-8000-000000000${number}`, `00000000-0000-7000-9000-000000000${number}`];
  if (schema.format === 'date-time') return [`2026-09-18T0${number % 4}:${number % 50 + 10}:00.000Z`, `2026-09-18T05:${number % 50 + 10}:00.000Z`];
  if (schema.format === 'date') return [`2026-09-${21 + (number % 5)}`, `2026-10-${12 + (number % 4)}`];
  if (schema.pattern?.includes('[0-9a-f]{64}')) return ['a'.repeat(64), 'b'.repeat(64)];
  return [`${name}甲`.slice(-(schema.maxLength ?? 100)), `${name}乙`.slice(-(schema.maxLength ?? 100))];
}
