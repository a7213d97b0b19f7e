import type { z } from 'zod';
import type { DynamicModule, INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { routesOf } from '../access/before-body.js';
import { separateDuties, type Role } from '../access/caller.js';
import { platformProblem, problemSchema, type ProblemCatalogue } from '../problem/problem.js';
import { jsonSchema, schemaConverter } from './json-schema.js';
import { ACCESS_PROBLEMS, OPERATION, type OperationExtension } from './operation.js';
import { problemResponses } from './problem-responses.js';
import { sampleOf } from './sample.js';

/** What a service says of itself at the head of its openapi.json. */
export interface ServiceDocument {
  title: string;
  description: string;
  /** Every tag of its operations, with its description. */
  tags: Record<string, string>;
  /** What it sends of its own accord to addresses that others have registered, by type. */
  webhooks?: Record<string, WebhookDocument>;
  /** Beside the access token. */
  securitySchemes?: Record<string, { type: 'http'; scheme: string; description: string } | { type: 'apiKey'; in: 'cookie'; name: string; description: string }>;
  /** What its own guards refuse to callers of a role, wherever that is admitted. */
  refusals?: Partial<Record<Role, ProblemCatalogue>>;
  /** Its own error codes. */
  problems: ProblemCatalogue;
}

/** `{type, timestamp, data}` of Standard Webhooks. */
export interface WebhookDocument {
  tag: string;
  summary: string;
  schema: z.ZodType;
  example: unknown;
}

type Operation = OpenAPIObject['paths'][string]['get'] & Record<string, unknown>;
interface Described {
  method: string;
  path: string;
  operation: Operation;
}
const methods = ['get', 'put', 'post', 'delete', 'patch', 'head'] as const;

/** The document of a module that is not started: no database, no bus. */
export async function documentOf(module: Type<unknown> | DynamicModule, service: ServiceDocument): Promise<OpenAPIObject> {
  const app = await NestFactory.create<NestFastifyApplication>(module as Type<unknown>, new FastifyAdapter(), { preview: true, logger: false, abortOnError: false });
  return openApiDocument(app, service);
}

/** @throws when an endpoint lacks its description, or says nothing about who may call it */
export function openApiDocument(app: INestApplication, service: ServiceDocument): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle(service.title)
    .setDescription(service.description)
    .setVersion('1')
    .addServer('/', 'the service that serves this document');
  const document = SwaggerModule.createDocument(app, builder.build(), { autoTagControllers: false, standardSchemaConverter: schemaConverter() });
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => (item[method] ? [{ method, path, operation: item[method] as Operation }] : [])),
  );
  const shared: Record<string, object> = {};
  const routes = routesOf(app);
  for (const one of operations) {
    const { bodyLimit } = routes.get(`${one.method.toUpperCase()} ${one.path.replace(/\{(\w+)\}/g, ':$1')}`) ?? {};
    complete(one, service, { shared, bodyLimit });
    fillExamples(one.operation, document);
  }
  assertUnique(operations.map(({ operation }) => operation.operationId ?? ''));
  const schemas = { ...document.components?.schemas, Problem: jsonSchema(problemSchema, 'output').schema };
  return sorted({
    ...document,
    info: { ...document.info, contact: undefined, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    tags: Object.entries(service.tags).map(([name, description]) => ({ name, description })),
    paths: byName(document.paths),
    ...(service.webhooks ? { webhooks: Object.fromEntries(Object.entries(service.webhooks).map(([type, webhook]) => [type, { post: webhookOperation(type, webhook) }])) } : {}),
    components: {
      responses: byName(shared),
      securitySchemes: { ...(operations.some(({ operation }) => rolesOf(operation).length > 0) ? { accessToken } : {}), ...service.securitySchemes },
      schemas: byName(schemas),
    },
    'x-problems': { ...platformProblem.catalogue, ...service.problems },
  } as OpenAPIObject);
}

const webhookHeader = (name: string, description: string) => ({ name, in: 'header', required: true, schema: { type: 'string' }, description });

/** As the receiver is called. */
const webhookOperation = (type: string, { tag, summary, schema, example }: WebhookDocument) => ({
  operationId: `on-${type.replaceAll('.', '-')}`,
  tags: [tag],
  summary,
  security: [],
  parameters: [
    webhookHeader('webhook-id', 'stays over all attempts'),
    webhookHeader('webhook-timestamp', 'of the attempt, in Unix seconds'),
    webhookHeader('webhook-signature', '`v1,` and HMAC-SHA256 of id, timestamp and body, joined by dots, in base64; while secrets are replaced, one of each'),
  ],
  requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(schema, 'output').schema, example } } },
  responses: {
    200: { description: 'Any 2xx: it has arrived. `{"id": …}` in its body is kept as the receiver’s own id.' },
    410: { description: 'Nothing more is sent, until an address is registered again.' },
    default: { description: 'It is sent again, not before `Retry-After`.' },
  },
});

const accessToken = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'Access token of the OpenID Connect issuer: audience `wenzheng`, RS256 or ES256, with `roles[]` and `unit`. One of the roles that the operation names is needed.',
};

interface Completion {
  shared: Record<string, object>;
  bodyLimit: number | undefined;
}

function complete(one: Described, service: ServiceDocument, { shared, bodyLimit }: Completion): void {
  const { operation } = one;
  const name = `${one.method.toUpperCase()} ${one.path}`;
  const { [OPERATION]: extension, [ACCESS_PROBLEMS]: refused, security = [] } = operation;
  if (!extension) throw new Error(`${name} has no @Operation`);
  if (security.length === 0) throw new Error(`${name} says nothing about who may call it`);
  const undescribed = operation.tags?.find((tag) => !(tag in service.tags));
  if (undescribed) throw new Error(`${name} has the tag ${undescribed}, which is not described`);
  const { alsoAs = [], examples, problems = {}, hasErrorPages = false, problemsAlsoAs = {}, hasOptionalBody = false, content: described } = extension as OperationExtension;
  delete operation[OPERATION];
  delete operation[ACCESS_PROBLEMS];
  operation.security = security.filter((requirement) => !('public' in requirement));
  if (described) operation.requestBody = { content: described };
  for (const { content } of Object.values(operation.responses) as { content?: Record<string, object> }[]) {
    for (const mediaType of content ? alsoAs : []) content![mediaType] = { schema: mediaType.includes('json') ? {} : { type: 'string' } };
  }
  const body = operation.requestBody as { required?: boolean; content: Record<string, unknown>; 'x-body-limit'?: number | undefined } | undefined;
  // Bytes; a larger body is answered 413.
  if (body) Object.assign(body, { required: !hasOptionalBody, 'x-body-limit': bodyLimit });
  if (body) showExamples(body.content as Record<string, object>, (mediaType) => examples?.bodies?.[mediaType] ?? inJson(mediaType, examples?.body));
  for (const [status, { content = {} }] of Object.entries(operation.responses) as [string, { content?: Record<string, object> }][]) {
    showExamples(content, (mediaType) => examples?.answers?.[`${status} ${mediaType}`] ?? inJson(mediaType, examples?.answers?.[status] ?? examples?.answer));
  }
  const possible = { ...common(one), ...refusalsOf(one, service), ...(refused as ProblemCatalogue | undefined), ...problems };
  operation.responses = { ...operation.responses, ...problemResponses(possible, { hasErrorPages, problemsAlsoAs }, shared) } as typeof operation.responses;
}

/** Where nobody wrote one. Pages, tables and bytes have none: their schema says nothing of what is in them. */
function fillExamples({ requestBody, responses }: Operation, document: OpenAPIObject): void {
  const successes = Object.entries(responses).flatMap(([status, response]) => (status.startsWith('2') ? [response] : []));
  for (const { content = {} } of [requestBody ?? {}, ...successes] as { content?: Record<string, { schema?: object; example?: unknown }> }[]) {
    for (const [mediaType, described] of Object.entries(content)) {
      const isFields = /json|x-www-form-urlencoded/.test(mediaType);
      if (isFields && described.example === undefined && described.schema && Object.keys(described.schema).length > 0) described.example = sampleOf(described.schema, document);
    }
  }
}

const inJson = (mediaType: string, example: unknown): unknown => (mediaType === 'application/json' ? example : undefined);

function showExamples(content: Record<string, object>, exampleOf: (mediaType: string) => unknown): void {
  for (const [mediaType, described] of Object.entries(content)) {
    const example = exampleOf(mediaType);
    if (example !== undefined) Object.assign(described, { example });
  }
}

function refusalsOf({ operation }: Described, { refusals = {} }: ServiceDocument): ProblemCatalogue {
  const admitted = rolesOf(operation);
  return Object.assign({}, ...Object.entries(refusals).filter(([role]) => admitted.includes(role)).map(([, problems]) => problems)) as ProblemCatalogue;
}

const rolesOf = (operation: Operation): string[] => (operation.security ?? []).flatMap((requirement) => requirement['accessToken'] ?? []);

/** What the platform itself answers to every operation of this kind. */
function common({ operation, method, path }: Described): ProblemCatalogue {
  const takesBody = method === 'post' || method === 'put' || method === 'patch';
  const roles = rolesOf(operation);
  const needsToken = roles.length > 0;
  return {
    // Every operation refuses a query parameter that it does not know.
    ...platformProblem.pick('invalid-request'),
    ...(path.includes('{') ? platformProblem.pick('malformed-request') : {}),
    ...(takesBody ? platformProblem.pick('malformed-body', 'payload-too-large', 'unsupported-media-type') : {}),
    ...(needsToken ? platformProblem.pick('unauthenticated', 'forbidden') : {}),
    ...(separateDuties.some((role) => roles.includes(role)) ? platformProblem.pick('duties-not-separated') : {}),
    ...(path.startsWith('/health') ? {} : platformProblem.pick('internal', 'unavailable')),
  };
}

function assertUnique(ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`two operations are called ${twice}`);
}

const byName = <T>(things: Record<string, T>): Record<string, T> => Object.fromEntries(Object.entries(things).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Without what is undefined, as it is written and served. */
const sorted = (document: OpenAPIObject): OpenAPIObject => JSON.parse(JSON.stringify(document)) as OpenAPIObject;
