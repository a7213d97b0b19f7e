import { readFileSync } from 'node:fs';
import type { ServiceName } from '@wenzheng/contracts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

type Schema = Record<string, unknown>;
interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
}
interface Response {
  $ref?: string;
  headers?: Record<string, { required?: boolean }>;
  content?: Record<string, { schema: Schema }>;
}
interface Operation {
  parameters?: Parameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, Response>;
  security: object[];
}
export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { responses: Record<string, Response> };
}

export interface Exchange {
  method: string;
  /** Path and query. */
  address: string;
  /** Names in small letters. */
  request: { headers: Record<string, string>; body?: string };
  response: { status: number; headers: Headers; text: string };
}

/** Served beside what the document describes. */
const besideTheDocument = /^\/(openapi\.(json|yaml)|docs)(\/|$)/;

/**
 * What a service's openapi.json says of its requests and answers. A request that the document does not allow must be
 * refused, and every answer must be one of those that it lists, to the last field.
 */
export class Contract {
  readonly #routes: { method: string; pattern: RegExp; template: string; operation: Operation }[];
  readonly #responses: Record<string, Response>;
  // A request may bring more than it needs to, where the schema lets it; an answer never brings what is not documented.
  readonly #requests: Validator;
  readonly #answers: Validator;

  constructor(readonly document: Document) {
    this.#routes = Object.entries(document.paths).flatMap(([template, item]) =>
      Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), pattern: patternOf(template), template, operation })),
    );
    this.#responses = document.components.responses;
    this.#requests = new Validator(document);
    this.#answers = new Validator(closed(structuredClone(document)) as Document);
  }

  static of(service: ServiceName): Contract {
    return new Contract(JSON.parse(readFileSync(new URL(`../../services/${service}/openapi.json`, import.meta.url), 'utf8')) as Document);
  }

  /** @throws where the exchange is not as documented, naming everything that is wrong */
  check(exchange: Exchange): void {
    const faults = this.faultsOf(exchange);
    const { method, address, response } = exchange;
    if (faults.length > 0) throw new Error(`${method} ${address} → ${response.status} is not as documented:\n  ${faults.join('\n  ')}`);
  }

  faultsOf({ method, address, request, response }: Exchange): string[] {
    const { pathname, searchParams } = new URL(address, 'http://service');
    if (besideTheDocument.test(pathname)) return [];
    const candidates = this.#routes.filter((one) => one.method === method && one.pattern.test(pathname));
    // As the router does: what is written out goes before a parameter.
    const route = candidates.toSorted((a, b) => a.template.split('{').length - b.template.split('{').length)[0];
    if (!route) return response.status === 404 ? [] : ['the route is not documented'];
    const { operation } = route;
    const path = route.pattern.exec(pathname)?.groups ?? {};
    const refused = this.#faultsOfRequest(operation, { path, query: Object.fromEntries(searchParams), header: request.headers }, request);
    return [
      ...(refused.length > 0 && response.status < 400 ? refused.map((fault) => `was taken although ${fault}`) : []),
      ...this.#faultsOfResponse(operation, response),
    ];
  }

  #faultsOfRequest(operation: Operation, given: Record<Parameter['in'], Record<string, string>>, request: Exchange['request']): string[] {
    const { parameters = [], requestBody, security } = operation;
    const known = new Set(parameters.filter((one) => one.in === 'query').map(({ name }) => name));
    return [
      ...(security.length > 0 && !given.header['authorization'] ? ['it bears no credentials'] : []),
      ...Object.keys(given.query).filter((name) => !known.has(name)).map((name) => `?${name} is not documented`),
      ...parameters.flatMap((parameter) => {
        const value = given[parameter.in][parameter.name];
        if (value === undefined) return parameter.required ? [`${parameter.name} is missing`] : [];
        return this.#requests.faults(parameter.schema, readAs(parameter.schema, value), parameter.name);
      }),
      ...(requestBody ? this.#faultsOfBody(requestBody, request) : []),
    ];
  }

  #faultsOfBody({ required, content }: NonNullable<Operation['requestBody']>, { headers, body }: Exchange['request']): string[] {
    if (body === undefined) return required ? ['the body is missing'] : [];
    const type = mediaType(headers['content-type']);
    const described = content[type];
    if (!described) return [`${type} is not documented for the body`];
    return this.#requests.faults(described.schema, type.includes('json') ? parsed(body) : Object.fromEntries(new URLSearchParams(body)), 'body');
  }

  #faultsOfResponse(operation: Operation, { status, headers, text }: Exchange['response']): string[] {
    const listed = operation.responses[status];
    if (!listed) return [`the status ${status} is not documented`];
    const { headers: promised = {}, content } = listed.$ref ? this.#resolve(listed.$ref) : listed;
    const missing = Object.entries(promised).filter(([name, { required }]) => required && !headers.has(name));
    const faults = missing.map(([name]) => `the header ${name} is missing`);
    if (!content) return text === '' ? faults : [...faults, 'a body is not documented'];
    const type = mediaType(headers.get('content-type') ?? undefined);
    const described = content[type];
    if (!described) return [...faults, `the content type ${type || 'none'} is not documented`];
    if (!type.includes('json')) return faults;
    return [...faults, ...this.#answers.faults(closed(structuredClone(described.schema)) as Schema, parsed(text), 'answer')];
  }

  #resolve(reference: string): Response {
    const response = this.#responses[reference.split('/').at(-1) ?? ''];
    if (!response) throw new Error(`${reference} leads nowhere`);
    return response;
  }
}

class Validator {
  readonly #ajv = new Ajv2020({ allErrors: true, strictTypes: false });
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor(document: Document) {
    addFormats.default(this.#ajv);
    this.#ajv.addVocabulary(['components', 'example']);
    this.#ajv.addSchema({ components: document.components }, 'document');
  }

  faults(schema: Schema, value: unknown, name: string): string[] {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"document#/components/');
    let validate = this.#compiled.get(text);
    if (!validate) this.#compiled.set(text, (validate = this.#ajv.compile(JSON.parse(text) as Schema)));
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) => `${name}${instancePath} ${message ?? ''} ${JSON.stringify(params)}`);
  }
}

/** Objects with the fields that are listed, and no others. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const schema = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  if (schema['type'] === 'object' && schema['properties'] && !('additionalProperties' in schema)) schema['additionalProperties'] = false;
  return schema;
}

const patternOf = (template: string): RegExp =>
  new RegExp(`^${template.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);

const mediaType = (header: string | undefined): string => header?.split(';')[0]?.trim().toLowerCase() ?? '';

/** A parameter is text on the wire. */
function readAs({ type }: Schema, text: string): unknown {
  const decoded = decode(text);
  return (type === 'integer' || type === 'number') && decoded.trim() !== '' ? Number(decoded) : decoded;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const contracts = new Map<ServiceName, Contract>();

/** @throws where an exchange with a service is not as its openapi.json says */
export function checkContract(service: ServiceName, exchange: Exchange): void {
  const contract = contracts.get(service) ?? Contract.of(service);
  contracts.set(service, contract);
  contract.check(exchange);
}
