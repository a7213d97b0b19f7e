import { readdirSync, readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from '@jest/globals';
import { createConfig, lintFromString, type Config } from '@redocly/openapi-core';
import { deployedServices, services } from '@wenzheng/contracts';
import { fieldNames } from '@wenzheng/platform';
import { readmeTable } from '@wenzheng/testing';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import type { Document } from '../support/contract.js';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

interface ProblemText {
  status: number;
  zh: string;
  en: string;
}
type Described = Document & { 'x-problems': Record<string, ProblemText>; tags: { name: string }[] };
const documents = new Map(deployedServices.map((service) => [service, JSON.parse(read(`services/${service}/openapi.json`)) as Described]));
const operationsOf = (document: Described) =>
  Object.entries(document.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })));

let rules: Promise<Config> | undefined;
const redocly = () =>
  (rules ??= createConfig({
    extends: ['recommended-strict'],
    rules: {
      // A probe answers 200 or 503, a public page asks for no credentials: there is nothing for a client to get wrong.
      'operation-4xx-response': 'off',
      // A form that was taken is answered 303.
      'operation-2xx-response': 'off',
      'operation-operationId': 'error',
      'operation-singular-tag': 'error',
      'operation-tag-defined': 'error',
      'tag-description': 'error',
      'no-unused-components': 'error',
      'no-invalid-schema-examples': 'error',
      'path-not-include-query': 'error',
      'paths-kebab-case': 'error',
      // Whole words: a postponement is no POST.
      'no-http-verbs-in-paths': { severity: 'error', splitIntoWords: true },
    },
  }));

async function faultsOf(source: string): Promise<string[]> {
  const found = await lintFromString({ source, absoluteRef: 'openapi.json', config: await redocly() });
  return found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`);
}

describe('openapi.json', () => {
  it.each([...deployedServices])('of %s is OpenAPI 3.1 without an error or a warning', async (service) => {
    expect(await faultsOf(read(`services/${service}/openapi.json`))).toEqual([]);
  });

  it('is refused where it is not', async () => {
    const document = structuredClone(documents.get('intake')!) as unknown as { paths: Record<string, Record<string, Record<string, unknown>>> };
    delete document.paths['/v1/queries']!['post']!['responses'];
    expect(await faultsOf(JSON.stringify(document))).not.toEqual([]);
  });

  it.each([...deployedServices])('of %s has every endpoint of the README with its statuses, and no other endpoint', (service) => {
    const rows = readmeTable(new URL(`services/${service}/README.md`, root), 'endpoint');
    const described = new Map(operationsOf(documents.get(service)!).map(({ name, operation }) => [name, Object.keys(operation.responses)]));
    const served = rows.filter(([endpoint = '']) => !/ \/(docs|openapi\.json|openapi\.yaml)`/.test(endpoint));
    const named = served.map(([endpoint = '', , , statuses = '']) => ({ name: endpoint.replaceAll('`', ''), statuses: statuses.match(/\d{3}/g) ?? [] }));
    expect(named.map(({ name }) => name).toSorted()).toEqual([...described.keys()].toSorted());
    const missing = named.flatMap(({ name, statuses }) => statuses.filter((status) => !described.get(name)?.includes(status)).map((status) => `${name} ${status}`));
    expect(missing).toEqual([]);
  });
});

describe('what is sent and answered', () => {
  type Contents = Record<string, { schema: { format?: string }; example?: unknown }>;
  type Shown = { tags: string[]; requestBody?: { content: Contents }; responses: Record<string, { content?: Contents }> };
  const integrationTags = ['Channels', 'Webhooks', 'Sandbox'];
  const shown = (service: (typeof deployedServices)[number]) => operationsOf(documents.get(service)!).map(({ name, operation }) => ({ name, operation: operation as unknown as Shown }));
  const bare = (operations: ReturnType<typeof shown>, isShown: (mediaType: string, schema: object) => boolean) =>
    operations.flatMap(({ name, operation: { requestBody, responses } }) => {
      const contents = [requestBody?.content ?? {}, ...Object.entries(responses).flatMap(([status, { content = {} }]) => (status.startsWith('2') ? [content] : []))];
      return contents.flatMap((content) => Object.entries(content).flatMap(([mediaType, { schema, example }]) => (example === undefined && schema.format !== 'binary' && isShown(mediaType, schema) ? [`${name} ${mediaType}`] : [])));
    });

  // That each is what its schema says is held above.
  it.each([...deployedServices])('has an example in %s, wherever it has fields', (service) => {
    expect(bare(shown(service), (mediaType, schema) => /json|x-www-form-urlencoded/.test(mediaType) && Object.keys(schema).length > 0)).toEqual([]);
  });

  it('has one in every media type where integrations call', () => {
    const called = shown('intake').filter(({ name, operation }) => integrationTags.includes(operation.tags[0]!) || /\/(channel-keys|keys|channel-webhooks|webhook)(\/|$)/.test(name));
    expect(called.length).toBeGreaterThan(20);
    expect(bare(called, () => true)).toEqual([]);
  });
});

describe('a POST that comes again without a key', () => {
  /** What makes nothing twice although it does not tell a repeat by 200, and why that is right. */
  const alike: Record<string, string> = {
    'POST /session/alive': 'a session that lives is kept alive',
    'POST /session/end': 'a session ends once',
    'POST /sign-in/back-channel': 'a session ends once',
    'POST /signing/{draftId}': 'a page that is read',
    'POST /signing/{draftId}/confirmation': 'a page that is read',
    'POST /signing/{draftId}/decisions': 'routing knows its repeat',
    'POST /query': 'a ticket for whoever knows the code',
    'POST /query/end': 'the ticket ends',
    'POST /query/message/follow-ups': 'the form of the deed under /v1, which knows its repeat',
    'POST /query/message/objection': 'the form of the deed under /v1, which knows its repeat',
    'POST /query/message/rating': 'the form of the deed under /v1, which knows its repeat',
    'POST /query/message/withdrawal': 'the form of the deed under /v1, which knows its repeat',
    'POST /submit': 'a pass is good for one letter',
    'POST /v1/queries': 'a ticket for whoever knows the code',
    'POST /submit/forums/{sessionId}': 'a telephone number signs up once',
    'POST /v1/forums/{sessionId}/entries/{code}/contact-readings': 'each reading is one, and stands in the audit log',
    'POST /v1/messages/{messageId}/contact-readings': 'each reading is one, and stands in the audit log',
    'POST /v1/channel-keys/{id}/revocations': 'a key is revoked once, and the repeat is answered 200 as the first',
    'POST /v1/channels/{channel}/sandbox/messages/{externalId}/happenings': 'each is one that was asked for, and forgotten like the test itself',
    'POST /v1/channels/{channel}/webhook/replays': 'what waits goes once',
    'POST /v1/channels/{channel}/webhook/tests': 'each trial is one, and leaves nothing',
    'POST /v1/webhook-endpoints/{id}/replays': 'what waits goes once',
    'POST /v1/webhook-endpoints/{id}/tests': 'each trial is one, and leaves nothing',
    'POST /v1/directory/entries/{entryId}/closings': 'an entry is closed once, and the repeat is answered 200 as the first',
    'POST /v1/dead-letters/{id}/dismissals': 'a letter is settled once',
    'POST /v1/dead-letters/{id}/replays': 'a letter is settled once',
    'POST /v1/outbox/republications': 'the stream drops what it has, and subscribers what they know',
    'POST /v1/imports': 'each line is told as created or repeated',
    'POST /v1/holds/decisions': 'each is told as decided, alike the second time',
    'POST /v1/audit-log/exports': 'each export is one, and stands in the audit log',
    'POST /v1/calendar/notices/previews': 'nothing is made',
    'POST /v1/registry/previews': 'nothing is made',
    'POST /v1/registry/imports': 'the registry is then as the file says, however often',
    'POST /v1/duties/imports': 'the catalogue is then as the file says, however often',
    'POST /v1/deputies/{deputyId}/endings': 'it ends once',
    'POST /v1/duties/{item}/endings': 'it ends once',
    'POST /v1/people/{id}/endings': 'it ends once',
    'POST /v1/units/{code}/endings': 'it ends once',
    'POST /v1/reply-checks': 'nothing is made',
    'POST /v1/similar-replies': 'nothing is made',
  };
  const posts = [...documents.values()].flatMap((document) => operationsOf(document)).filter(({ name }) => name.startsWith('POST '));

  it('is told from one that makes something, or is named here', () => {
    const silent = posts.filter(({ operation: { responses } }) => !('200' in responses && '201' in responses)).map(({ name }) => name);
    expect([...new Set(silent)].sort()).toEqual(Object.keys(alike).sort());
  });
});

describe('a list', () => {
  interface Listed { operationId: string; parameters?: { name: string }[]; responses: Record<string, { content?: Record<string, { schema: { $ref?: string; properties?: Record<string, object>; required?: string[] } }> }> }
  const pages = [...documents].flatMap(([service, document]) =>
    operationsOf(document).flatMap(({ name, operation }) => {
      const { operationId, parameters = [], responses } = operation as unknown as Listed;
      if (!operationId.startsWith('list') && !parameters.some((parameter) => parameter.name === 'after')) return [];
      const schema = responses['200']?.content?.['application/json']?.schema;
      if (!schema) return [];
      const { schemas } = document.components as unknown as { schemas: Record<string, typeof schema> };
      const { required = [] } = schema.$ref ? (schemas[schema.$ref.split('/').at(-1)!] ?? {}) : schema;
      return [{ page: `${service} ${name}`, asks: ['after', 'limit'].filter((one) => parameters.some((parameter) => parameter.name === one)), answers: ['items', 'next'].filter((one) => required.includes(one)) }];
    }),
  );

  it('is answered as a page, {items, next}, wherever it is asked for', () => {
    expect(pages.length).toBeGreaterThan(20);
    for (const { page, asks, answers } of pages) expect([page, asks, answers]).toEqual([page, ['after', 'limit'], ['items', 'next']]);
  });
});

describe('a body', () => {
  interface Schema { type?: string; $ref?: string; properties?: Record<string, Schema>; additionalProperties?: boolean | Schema; items?: Schema; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[] }

  /** Where a schema lets fields pass that it does not name. */
  function lenient(schema: Schema, schemas: Record<string, Schema>, place = ''): string[] {
    if (schema.$ref) return lenient(schemas[schema.$ref.split('/').at(-1)!]!, schemas, place);
    const { properties = {}, additionalProperties, items } = schema;
    return [
      ...(schema.properties && additionalProperties !== false ? [place || 'the body'] : []),
      ...Object.entries(properties).flatMap(([name, one]) => lenient(one, schemas, `${place}/${name}`)),
      ...(items ? lenient(items, schemas, `${place}[]`) : []),
      ...[schema.anyOf, schema.oneOf, schema.allOf].flatMap((branches = []) => branches.flatMap((branch) => lenient(branch, schemas, place))),
    ];
  }

  it.each([...deployedServices])('of %s refuses fields that nobody knows, at every level', (service) => {
    const document = documents.get(service)!;
    const found = operationsOf(document).flatMap(({ name, operation }) => {
      const { content = {} } = (operation as { requestBody?: { content?: Record<string, { schema: Schema }> } }).requestBody ?? {};
      return Object.values(content).flatMap(({ schema }) => lenient(schema, (document.components as unknown as { schemas: Record<string, Schema> }).schemas)).map((place) => `${name} ${place}`);
    });
    expect(found).toEqual([]);
  });
});

describe('error codes', () => {
  const own = [...documents].flatMap(([service, document]) =>
    Object.entries(document['x-problems']).filter(([code]) => code.startsWith(`${service}.`)).map(([code, problem]) => ({ service, code, problem })),
  );

  it('are those of the service that says them, of the platform or of messaging', () => {
    const foreign = [...documents].flatMap(([service, document]) =>
      Object.keys(document['x-problems']).filter((code) => code.includes('.') && !code.startsWith(`${service}.`)),
    );
    expect(foreign).toEqual([]);
  });

  it('mean the same in all services where they are the platform’s or messaging’s', () => {
    // The console says none of messaging's.
    const shared = services.map((service) => documents.get(service)!).map((document) => Object.fromEntries(Object.entries(document['x-problems']).filter(([code]) => !code.includes('.'))));
    for (const others of shared) expect(others).toEqual(shared[0]);
  });

  it('are declared once, in Chinese and in English', () => {
    const codes = own.map(({ code }) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    const unreadable = own.filter(({ problem }) => !/\p{Script=Han}/u.test(problem.zh) || !/[a-z]{2}/.test(problem.en) || /\p{Script=Han}/u.test(problem.en));
    expect(unreadable).toEqual([]);
  });

  it('are each answered by an operation, with the code’s own status or beside the item it is about', () => {
    const unheard = own.filter(({ service, code, problem }) => {
      const document = documents.get(service)!;
      const said = JSON.stringify(code);
      const answered = operationsOf(document).some(({ operation }) => JSON.stringify(operation.responses[problem.status] ?? {}).includes(said));
      return !answered && !JSON.stringify(document.components).includes(said);
    });
    expect(unheard.map(({ code }) => code)).toEqual([]);
  });
});

describe('asyncapi.yaml', () => {
  const text = read('libs/contracts/asyncapi.yaml');
  const document = parse(text) as { channels: object; components: { messages: Record<string, { payload: object }> } };

  it('is AsyncAPI 3.0 without an error or a warning', async () => {
    const { diagnostics } = await new Parser().parse(text);
    // Severities: 0 error, 1 warning; what follows is advice.
    expect(diagnostics.filter(({ severity }) => severity < 2).map(({ code, message, path }) => `${code}: ${message} ${path.join('/')}`)).toEqual([]);
  });

  it('accepts every fixture as it was first written, and refuses it without its data', () => {
    const ajv = new Ajv({ strictTypes: false });
    addFormats.default(ajv);
    ajv.addVocabulary(['components']);
    ajv.addSchema({ components: document.components }, 'bus');
    const fixtures = readdirSync(new URL('libs/contracts/fixtures/', root));
    expect(fixtures.map((name) => name.replace(/\.json$/, '')).toSorted()).toEqual(Object.keys(document.channels).toSorted());
    for (const name of fixtures) {
      const event = JSON.parse(read(`libs/contracts/fixtures/${name}`)) as Record<string, unknown>;
      const { payload } = document.components.messages[name.replace(/\.json$/, '')]!;
      const accepts = ajv.compile(JSON.parse(JSON.stringify(payload).replaceAll('"#/', '"bus#/')) as object);
      expect({ name, accepted: accepts(event), errors: accepts.errors }).toEqual({ name, accepted: true, errors: null });
      expect({ name, accepted: accepts({ ...event, data: undefined }) }).toEqual({ name, accepted: false });
    }
  });
});

/** Names of all that can be sent: query parameters and path, and fields of bodies however deep. */
function namesSent(document: Described): Set<string> {
  const names = new Set<string>();
  const seen = new Set<object>();
  const walk = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null || seen.has(schema)) return;
    seen.add(schema);
    const { $ref: ref, properties = {}, ...rest } = schema as { $ref?: string; properties?: Record<string, unknown> };
    if (ref) walk((document as unknown as { components: { schemas: Record<string, unknown> } }).components.schemas[ref.split('/').at(-1)!]);
    for (const [name, property] of Object.entries(properties)) {
      names.add(name);
      walk(property);
    }
    for (const part of Object.values(rest)) for (const one of [part].flat()) walk(one);
  };
  for (const { operation } of operationsOf(document)) {
    const { parameters = [], requestBody } = operation as unknown as { parameters?: { name: string; in: string }[]; requestBody?: { content: Record<string, { schema: unknown }> } };
    for (const { name } of parameters.filter((one) => one.in !== 'header')) names.add(name);
    for (const { schema } of Object.values(requestBody?.content ?? {})) walk(schema);
  }
  return names;
}

describe('what people read when something is refused', () => {
  it.each([...documents.keys()])('names every field of %s in Chinese', (service) => {
    expect([...namesSent(documents.get(service)!)].filter((name) => !/\p{Script=Han}/u.test(fieldNames[name] ?? '')).sort()).toEqual([]);
  });

  it.each([...documents.keys()])('has no code names in the sentences of %s', (service) => {
    const sentences = Object.values(documents.get(service)!['x-problems']).map(({ zh }) => zh);
    const inWords = (sentence: string) => sentence.replace(/\{\w+\}/g, '').replaceAll('https', '');
    expect(sentences.filter((sentence) => /[A-Za-z]{2}/.test(inWords(sentence)))).toEqual([]);
  });
});
