import { STATUS_CODES } from 'node:http';
import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtension, ApiHeader, ApiOperation, ApiParam, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { BODY_LIMIT } from '../access/body-limit.js';
import { MEDIA_TYPES } from '../access/media-types.js';
import { IS_PAGE, QUERY_NAMES, TAKES_ANY_QUERY } from '../access/known-parameters.js';
import type { ProblemCatalogue } from '../problem/problem.js';
import { jsonSchema } from './json-schema.js';

/** What is answered with one status. Without a schema the answer has no body. */
export interface Answer {
  schema?: z.ZodType;
  /** Default application/json. */
  mediaType?: string;
  /** Names of headers that are always sent. */
  headers?: readonly string[];
}

export interface OperationOptions {
  /** Its stable name, unique in the service. */
  id: string;
  tag: string;
  summary: string;
  description?: string;
  /** The same for readers of Chinese, below the description. */
  zh?: string;
  /** What is sent, and what is answered to it: in JSON. */
  examples?: {
    body?: unknown;
    answer?: unknown;
    /** Where that is not all: bodies by media type, and answers by status, `207`, or status and media type, `201 text/xml`. */
    bodies?: Record<string, unknown>;
    answers?: Record<string, unknown>;
  };
  answers: Record<number, z.ZodType | Answer>;
  /** Further media types of what is answered, by Accept, a parameter or the address. */
  alsoAs?: readonly string[];
  /** What it may refuse beside what the platform refuses for every operation of its kind. */
  problems?: ProblemCatalogue;
  /** A page that people open by its address: problems are pages to whoever accepts text/html, and marks of sharing are passed over. */
  hasErrorPages?: boolean;
  /** Media types, with their schemas, of which a problem may be beside a problem document, where another standard says how errors look. */
  problemsAlsoAs?: Record<string, object>;
  /** Whoever leads people here appends what they like: no parameter is refused. */
  takesAnyQuery?: boolean;
  /** Bytes of its body, where that is more than the longest one that its schema admits, or the schema does not say. */
  bodyLimit?: number;
  /** The request may come without its body. */
  hasOptionalBody?: boolean;
  /** What is read from the request without a schema of `@Query`, `@Param` or `@Body`. */
  reads?: { query?: Record<string, z.ZodType>; path?: Record<string, z.ZodType>; headers?: Record<string, z.ZodType>; form?: z.ZodType };
  /** Where its body may be of several media types: the schema of each. The handler reads it. */
  bodies?: Record<string, z.ZodType>;
  /** Where its body is bytes, which no schema describes. */
  mediaType?: string;
}

/** Read by `openApiDocument`, which removes it again. */
export const OPERATION = 'x-operation';
export type OperationExtension = Pick<OperationOptions, 'alsoAs' | 'examples' | 'problems' | 'hasErrorPages' | 'problemsAlsoAs' | 'hasOptionalBody'> & { content?: Record<string, { schema: Record<string, unknown> }> };
export const ACCESS_PROBLEMS = 'x-access-problems';

/** Says of an endpoint what openapi.json says of it. Specs hold requests and answers against that. */
export const Operation = ({ id, tag, summary, description, zh, answers, reads = {}, bodies, bodyLimit, mediaType, takesAnyQuery = false, ...rest }: OperationOptions): MethodDecorator =>
  applyDecorators(
    ApiOperation({ operationId: id, tags: [tag], summary, ...(description || zh ? { description: [description, zh].filter(Boolean).join('\n\n') } : {}) }),
    ApiExtension(OPERATION, { ...rest, ...(bodies ? { content: contentOf(bodies) } : {}) } satisfies OperationExtension),
    ...Object.entries(answers).map(([status, answer]) => answered(Number(status), answer instanceof z.ZodType ? { schema: answer } : answer)),
    ...parameters(reads.query, ApiQuery),
    ...(bodyLimit === undefined ? [] : [SetMetadata(BODY_LIMIT, bodyLimit)]),
    SetMetadata(QUERY_NAMES, Object.keys(reads.query ?? {})),
    SetMetadata(MEDIA_TYPES, bodies ? Object.keys(bodies) : [reads.form ? formType : mediaType].filter((type) => type !== undefined)),
    SetMetadata(TAKES_ANY_QUERY, takesAnyQuery),
    SetMetadata(IS_PAGE, rest.hasErrorPages === true),
    ...parameters(reads.path, ApiParam),
    ...parameters(reads.headers, ApiHeader),
    ...(reads.form ? [ApiConsumes(formType), ApiBody({ required: true, schema: jsonSchema(reads.form, 'input').schema })] : []),
    ...(mediaType === undefined ? [] : [ApiConsumes(mediaType), ApiBody({ required: true, schema: { type: 'string', format: 'binary' } })]),
  );

const formType = 'application/x-www-form-urlencoded';

/** What the guard of an `@AllowedBy` endpoint refuses. */
export const RefusesAccess = (problems: ProblemCatalogue) => ApiExtension(ACCESS_PROBLEMS, problems);

const contentOf = (bodies: Record<string, z.ZodType>) => Object.fromEntries(Object.entries(bodies).map(([type, schema]) => [type, { schema: jsonSchema(schema, 'input').schema }]));

function answered(status: number, { schema, mediaType, headers = [] }: Answer): MethodDecorator {
  const common = {
    status,
    description: STATUS_CODES[status] ?? String(status),
    ...(headers.length > 0 ? { headers: Object.fromEntries(headers.map((name) => [name, { required: true, schema: { type: 'string' as const } }])) } : {}),
  };
  if (!schema) return ApiResponse(common);
  if (!mediaType) return ApiResponse({ ...common, standardSchema: schema });
  return ApiResponse({ ...common, content: { [mediaType]: { schema: jsonSchema(schema, 'output').schema } } } as Parameters<typeof ApiResponse>[0]);
}

type ParameterDecorator = (options: { name: string; required: boolean; schema: Record<string, unknown> }) => MethodDecorator;

function parameters(schemas: Record<string, z.ZodType> | undefined, decorator: ParameterDecorator): MethodDecorator[] {
  return Object.entries(schemas ?? {}).map(([name, schema]) =>
    decorator({ name, required: !schema.safeParse(undefined).success, schema: jsonSchema(schema, 'input').schema }),
  );
}
