import type { Type } from '@nestjs/common';
import { z } from 'zod';
import { jsonSchema } from '../openapi/json-schema.js';

/** What every endpoint takes, and no more of whoever is unknown: a number and a tracking code take a few hundred bytes. */
export const leastBodyLimit = 4 * 1024;

/** Bytes that an endpoint takes beyond what its schema says; see `Operation`. */
export const BODY_LIMIT = Symbol('body limit');

type Handler = (...args: unknown[]) => unknown;

/**
 * Bytes that an endpoint takes: as many as the longest body that its schema admits, unless it says itself.
 * @throws where it says nothing, and its schema admits any length
 */
export function bodyLimitOf(controller: Type, name: string, handler: Handler): number {
  const declared = Reflect.getMetadata(BODY_LIMIT, handler) as number | undefined;
  const schema = declared === undefined ? bodySchemaOf(controller, name) : undefined;
  if (!schema) return declared ?? leastBodyLimit;
  const converted = jsonSchema(schema, 'input');
  const longest = longestJson(converted.schema, converted.components);
  if (!Number.isFinite(longest)) throw new Error(`${controller.name}.${name}: its body may be of any length, and no limit is declared`);
  return Math.max(leastBodyLimit, Math.ceil(longest / 1024) * 1024);
}

/** The keys of the metadata are Nest's own: `3:0` is a body that is the first parameter. */
export function bodySchemaOf(controller: Type, name: string): z.ZodType | undefined {
  const parameters = (Reflect.getMetadata('__routeArguments__', controller, name) ?? {}) as Record<string, { schema?: unknown }>;
  const [, body] = Object.entries(parameters).find(([key]) => key.startsWith('3:')) ?? [];
  return body?.schema instanceof z.ZodType ? body.schema : undefined;
}

interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  format?: string;
  pattern?: string;
  maxLength?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
}

// A character that many programs write as \u8def, a number, a date or an id, what a pattern without repetition admits, and the blanks around one value where they indent.
const bytesOf = { character: 6, number: 24, formatted: 64, patterned: 256, around: 16 };
const short = new Set(['uuid', 'date', 'date-time']);
const admitsAnyLength = (pattern: string): boolean => !/^\^.*\$$/.test(pattern) || /[*+]|,\}/.test(pattern);

/** Bytes of the longest JSON that a schema admits, written in ASCII alone and indented; Infinity where it admits any length. */
export function longestJson(schema: Schema, components: Record<string, Schema>): number {
  const longest = (one: Schema): number => longestJson(one, components);
  const { $ref, anyOf, oneOf, allOf, items, properties = {}, additionalProperties } = schema;
  const named = $ref === undefined ? undefined : components[$ref.split('/').at(-1) ?? ''];
  if (named) return longest(named);
  if (schema.const !== undefined) return JSON.stringify(schema.const).length;
  if (schema.enum) return Math.max(...schema.enum.map((value) => JSON.stringify(value).length));
  if (anyOf ?? oneOf) return Math.max(...(anyOf ?? oneOf ?? []).map(longest));
  if (allOf) return allOf.reduce((sum, one) => sum + longest(one), 0);
  const lengths: Record<string, () => number> = {
    null: () => 4,
    boolean: () => 5,
    integer: () => bytesOf.number,
    number: () => bytesOf.number,
    string: () => 2 + longestText(schema),
    array: () => 2 + (schema.maxItems ?? Infinity) * (bytesOf.around + longest(items ?? {})),
    object: () => (typeof additionalProperties === 'object' ? Infinity : Object.entries(properties).reduce((sum, [name, value]) => sum + name.length + 2 + bytesOf.around + longest(value), 2)),
  };
  return Math.max(...[schema.type ?? 'any'].flat().map((type) => lengths[type]?.() ?? Infinity));
}

function longestText({ maxLength, format, pattern }: Schema): number {
  if (maxLength !== undefined) return maxLength * bytesOf.character;
  if (format !== undefined && short.has(format)) return bytesOf.formatted;
  return pattern === undefined || admitsAnyLength(pattern) ? Infinity : bytesOf.patterned;
}
