import { Body, Controller, Get, Inject, Param, Post, Query, Res, type Type } from '@nestjs/common';
import { prose } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, idempotencyKeyHeader, Operation, pageOf, pageQuery, platformProblem, type Caller, type OperationOptions, type Role } from '@wenzheng/platform';
import { PaperOperation, printQuery, sendPaper, type PrintQuery } from '@wenzheng/printing';
import type { FastifyReply } from 'fastify';
import type { FindOptionsWhere } from 'typeorm';
import { z } from 'zod';
import type { SupervisionConfig } from '../../config.js';
import { problem } from '../../problems.js';
import { CONFIG } from '../../tokens.js';
import type { DocumentKind } from './document-kind.js';
import type { DocumentEntity } from './document.entity.js';
import { Documents } from './documents.service.js';

type Roles = readonly [Role, ...Role[]];
type Texts = Pick<OperationOptions, 'id' | 'summary' | 'description' | 'problems'>;

/** `POST /v1/<path>/:id/<resource>`: one action of a document, or what the body makes of it. */
export interface ActionEndpoint<Action extends string> extends Texts {
  resource: string;
  by: Roles;
  body?: z.ZodType<object>;
  action: Action | ((body: never, caller: Caller) => { action: Action; details: object });
  /** What such a function makes of it. */
  makes?: readonly Action[];
}

/** The HTTP interface of a kind of document. */
export interface DocumentEndpoints<Row extends DocumentEntity, Action extends string> {
  path: string;
  readers: Roles;
  states: readonly string[];
  shown: z.ZodType;
  listed: z.ZodType;
  list: Texts & { query?: z.ZodRawShape; filter?: (query: never) => FindOptionsWhere<Row> };
  begin: Texts & { by: Roles; body: z.ZodType<object> };
  read: Texts;
  print: Pick<OperationOptions, 'id' | 'summary'>;
  actions: readonly ActionEndpoint<Action>[];
}

/** Whoever is signed in signs, by the name that the issuer gives: there is nothing to write. */
export const signatureSchema = z.strictObject({});
export const cancellationSchema = z.strictObject({ reason: prose(1_000) });

const tag = 'Documents';
const notFound = platformProblem.pick('not-found');
const id = z.uuid();

/** Makes the controller: one way to list, read, print and begin documents, and one method for each action. */
export function documentController<Row extends DocumentEntity, Action extends string>(
  kindClass: Type<DocumentKind<Row, Action>>,
  { path, readers, states, shown, listed, list, begin, read, print, actions }: DocumentEndpoints<Row, Action>,
): Type<unknown> {
  const pageSchema = z.object({
    state: z.enum(states).optional(),
    ...list.query,
    ...pageQuery(id, { limit: 50, atMost: 200 }),
  });
  const admitted = ({ roles }: Caller): Action[] =>
    actions.filter(({ by }) => by.some((role) => roles.includes(role))).flatMap(({ action, makes }) => (typeof action === 'function' ? (makes ?? []) : [action]));
  const stepAnswers = { 201: { schema: shown, headers: ['location'] }, 200: shown };

  @Controller(`v1/${path}`)
  class DocumentController {
    constructor(
      @Inject(Documents) readonly documents: Documents,
      @Inject(kindClass) readonly kind: DocumentKind<Row, Action>,
      @Inject(CONFIG) readonly config: SupervisionConfig,
    ) {}

    @Get()
    @Operation({ ...textsOf(list), tag, answers: { 200: pageOf(listed) } })
    @Allow(...readers)
    list(@Query({ schema: pageSchema }) page: z.output<typeof pageSchema>, @CurrentCaller() caller: Caller) {
      return this.documents.list(this.kind, page, caller, list.filter?.(page as never));
    }

    @Post()
    @Operation({ ...textsOf(begin), tag, answers: stepAnswers, problems: { ...problem.pick('deadline-supervision.idempotency-key-reused'), ...begin.problems }, reads: { headers: idempotencyKeyHeader } })
    @Allow(...begin.by)
    async begin(@Body({ schema: begin.body }) body: object, @IdempotencyKey() key: string | null, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
      const { id, isRepeat } = await this.documents.begin(this.kind, body, caller, key);
      return this.answer(id, caller, reply, isRepeat);
    }

    @Get(':id')
    @Operation({ ...read, tag, answers: { 200: shown }, problems: notFound })
    @Allow(...readers)
    one(@Param('id', { schema: id }) id: string, @CurrentCaller() caller: Caller) {
      return this.documents.one(this.kind, id, caller, admitted(caller));
    }

    @Get(':id/print')
    @PaperOperation({ ...print, tag })
    @Allow(...readers)
    async print(@Param('id', { schema: id }) id: string, @Query({ schema: printQuery }) query: PrintQuery, @CurrentCaller() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
      await sendPaper(await this.documents.paper(this.kind, id, caller), query, reply, this.config);
    }

    async answer(id: string, caller: Caller, reply: FastifyReply, isRepeat: boolean): Promise<object> {
      void reply.status(isRepeat ? 200 : 201);
      if (!isRepeat) void reply.header('location', `/v1/${path}/${id}`);
      return this.documents.one(this.kind, id, caller, admitted(caller));
    }
  }

  const prototype = DocumentController.prototype;
  for (const endpoint of actions) {
    const name = endpoint.id;
    Object.assign(prototype, {
      async [name](this: DocumentController, id: string, caller: Caller, reply: FastifyReply, body: object = {}): Promise<object> {
        const { action, details } = typeof endpoint.action === 'function' ? endpoint.action(body as never, caller) : { action: endpoint.action, details: body };
        return this.answer(id, caller, reply, await this.documents.step(this.kind, id, action, details, caller));
      },
    });
    const problems = { ...notFound, ...problem.pick('deadline-supervision.not-in-this-state'), ...endpoint.problems };
    const decorators = [Post(`:id/${endpoint.resource}`), Operation({ ...textsOf(endpoint), tag, answers: stepAnswers, problems }), Allow(...endpoint.by)];
    Reflect.decorate(decorators as MethodDecorator[], prototype, name, Object.getOwnPropertyDescriptor(prototype, name));
    Param('id', { schema: id })(prototype, name, 0);
    CurrentCaller()(prototype, name, 1);
    Res({ passthrough: true })(prototype, name, 2);
    if (endpoint.body) Body({ schema: endpoint.body })(prototype, name, 3);
    // The metadata that the compiler emits for a decorated method; openapi.json needs it.
    Reflect.defineMetadata('design:paramtypes', [String, Object, Object, Object], prototype, name);
  }
  return DocumentController;
}

const textsOf = ({ id, summary, description, problems }: Texts): Texts => ({ id, summary, ...(description ? { description } : {}), ...(problems ? { problems } : {}) });
