import { Body, Controller, Get, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { Allow, CurrentCaller, IdempotencyKey, idempotencyKeyHeader, Operation, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { messageIdSchema } from '../../message/action/message-action.http.js';
import { problem } from '../../problems.js';
import { DraftReader } from './draft.reader.js';
import { autosaveBodySchema, autosavedSchema, draftBodySchema, draftSchema, draftVersionSchema, versionBodySchema } from './draft.schema.js';
import { differenceSchema } from './differences.rules.js';
import { Drafts } from './drafts.service.js';
import { clerks, unitRoles } from '../sign-off/sign-off.rules.js';

const tag = 'Drafts';
const draftId = messageIdSchema;
const number = z.coerce.number().int().min(1).max(1_000_000);
const rangeSchema = z.strictObject({ from: number, to: number });
const stored = { schema: draftSchema, headers: ['location'] };

/** What may be refused about a draft to somebody of the unit, or of another. */
const unknown = problem.pick('routing.unknown-draft', 'routing.not-your-unit', 'routing.not-in-registry');
const notNow = problem.pick('routing.draft-reassigned', 'routing.draft-decided', 'routing.draft-changed');

/** 拟稿 inside a unit. */
@Controller('v1')
export class DraftController {
  constructor(
    @Inject(Drafts) private readonly drafts: Drafts,
    @Inject(DraftReader) private readonly reader: DraftReader,
  ) {}

  @Post('messages/:id/drafts')
  @Allow(...clerks)
  @Operation({
    id: 'draft', tag, summary: 'Begins a draft 拟稿 of a reply, an extension, a correction 更正 or a supplement 补充',
    description: 'One at a time of each kind; nothing is submitted before it is signed.',
    answers: { 201: stored, 200: stored },
    problems: problem.pick(
      'routing.unknown-message', 'routing.not-your-unit', 'routing.not-in-registry', 'routing.already-answered', 'routing.reply-in-review', 'routing.draft-exists', 'routing.merged', 'routing.no-renewal', 'routing.renewal-answered',
      'routing.unknown-reply', 'routing.reply-not-published', 'routing.idempotency-key-reused',
    ),
    reads: { headers: idempotencyKeyHeader },
  })
  async begin(
    @Param('id', { schema: messageIdSchema }) messageId: string,
    @Body({ schema: draftBodySchema }) body: z.output<typeof draftBodySchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    const { answer, repeated } = await this.drafts.begin({ messageId, body, caller, idempotencyKey });
    void response.status(repeated ? 200 : 201).header('location', `/v1/drafts/${answer.draftId}`);
    return this.reader.one(answer.draftId, caller);
  }

  @Get('drafts/:id')
  @Allow(...unitRoles)
  @Operation({ id: 'readDraft', tag, summary: 'One draft with its versions and what was done with it', answers: { 200: draftSchema }, problems: unknown })
  one(@Param('id', { schema: draftId }) id: string, @CurrentCaller() caller: Caller) {
    return this.reader.one(id, caller);
  }

  @Get('drafts/:id/versions/:version')
  @Allow(...unitRoles)
  @Operation({ id: 'readDraftVersion', tag, summary: 'One version', answers: { 200: draftVersionSchema }, problems: { ...unknown, ...problem.pick('routing.unknown-draft-version') } })
  version(@Param('id', { schema: draftId }) id: string, @Param('version', { schema: number }) version: number, @CurrentCaller() caller: Caller) {
    return this.reader.version(id, version, caller);
  }

  @Get('drafts/:id/differences')
  @Allow(...unitRoles)
  @Operation({
    id: 'compareDraftVersions', tag, summary: 'What differs between two versions, word by word',
    answers: { 200: z.object({ differences: z.array(differenceSchema) }) }, problems: { ...unknown, ...problem.pick('routing.unknown-draft-version') },
  })
  async differences(@Param('id', { schema: draftId }) id: string, @Query({ schema: rangeSchema }) range: z.output<typeof rangeSchema>, @CurrentCaller() caller: Caller) {
    return { differences: await this.reader.differences(id, range, caller) };
  }

  @Put('drafts/:id/autosave')
  @Allow(...unitRoles)
  @Operation({
    id: 'autosaveDraft', tag, summary: 'Keeps what the caller is typing, and says who else is',
    description: 'Written over, as often as one likes; it is nobody’s version before it is saved as one.',
    answers: { 200: autosavedSchema }, problems: { ...unknown, ...notNow },
  })
  autosave(@Param('id', { schema: draftId }) id: string, @Body({ schema: autosaveBodySchema }) body: z.output<typeof autosaveBodySchema>, @CurrentCaller() caller: Caller) {
    return this.drafts.autosave(id, body, caller);
  }

  @Post('drafts/:id/versions')
  @Allow(...unitRoles)
  @Operation({
    id: 'saveDraft', tag, summary: 'Saves a version on top of the one that was read',
    description: 'In sign-off whoever may decide about the step that waits writes; 409 `routing.draft-changed` says who has saved meanwhile.',
    answers: { 201: stored, 200: stored }, problems: { ...unknown, ...notNow, ...problem.pick('routing.draft-date', 'routing.idempotency-key-reused') }, reads: { headers: idempotencyKeyHeader },
  })
  async save(
    @Param('id', { schema: draftId }) id: string,
    @Body({ schema: versionBodySchema }) body: z.output<typeof versionBodySchema>,
    @CurrentCaller() caller: Caller,
    @IdempotencyKey() idempotencyKey: string | null,
    @Res({ passthrough: true }) response: FastifyReply,
  ) {
    const { repeated } = await this.drafts.save({ draftId: id, body, caller, idempotencyKey });
    void response.status(repeated ? 200 : 201).header('location', `/v1/drafts/${id}`);
    return this.reader.one(id, caller);
  }
}
