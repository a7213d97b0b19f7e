import type { SwaggerDocumentOptions } from '@nestjs/swagger';
import { z } from 'zod';

type JsonSchema = Record<string, unknown>;
export interface ConvertedSchema {
  schema: JsonSchema;
  /** Those with a `.meta({ id })`, by that id. */
  components: Record<string, JsonSchema>;
}

/** A zod schema as JSON Schema 2020-12, which OpenAPI 3.1 and AsyncAPI 3 take as it is. What it cannot say is an error. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): ConvertedSchema {
  // A named schema becomes a component only where another one refers to it.
  const holder = z.toJSONSchema(z.looseObject({ held: schema }), { io, override: (context) => simplify(context, io) });
  return { schema: holder.properties?.['held'] as JsonSchema, components: (holder.$defs ?? {}) as Record<string, JsonSchema> };
}

/** An answer before it becomes JSON, which makes a text of each Date. */
export type BeforeJson<T> = T extends string ? T | Date : T extends object ? { [Key in keyof T]: BeforeJson<T[Key]> } : T;

/** For Nest Swagger: schemas of bodies, parameters and answers. One name must not stand for two schemas. */
export function schemaConverter(): NonNullable<SwaggerDocumentOptions['standardSchemaConverter']> {
  const known = new Map<string, string>();
  return (schema, { schemaType }) => {
    if (!(schema instanceof z.ZodType)) return undefined;
    const converted = jsonSchema(schema, schemaType);
    for (const [name, component] of Object.entries(converted.components)) {
      const text = JSON.stringify(component);
      if (known.has(name) && known.get(name) !== text) throw new Error(`two schemas are called ${name}`);
      known.set(name, text);
    }
    return converted;
  };
}

/** `format` says what the long patterns behind it say; an answer may get further fields in a later release. */
function simplify({ zodSchema, jsonSchema: schema }: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }, io: 'input' | 'output'): void {
  if (schema.format !== undefined) delete schema.pattern;
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
  if (io === 'output' && zodSchema._zod.def.type === 'object' && schema.additionalProperties === false) delete schema.additionalProperties;
  nameProperties(schema);
  delete schema.id;
}

/** A record whose keys are listed is an object with these properties. */
function nameProperties(schema: z.core.JSONSchema.BaseSchema): void {
  const { propertyNames, additionalProperties: value } = schema;
  if (typeof propertyNames !== 'object' || !propertyNames.enum || typeof value !== 'object') return;
  schema.properties = Object.fromEntries(propertyNames.enum.map((name) => [String(name), structuredClone(value)]));
  delete schema.propertyNames;
  delete schema.additionalProperties;
}
