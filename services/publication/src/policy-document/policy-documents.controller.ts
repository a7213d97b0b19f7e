import { Body, Controller, Get, Inject, Param, Post, Put, Query, Res } from '@nestjs/common';
import { idSchema } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, pageOf, type Caller } from '@wenzheng/platform';
import { businessDateOf, type Clock } from '@wenzheng/working-days';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import type { PublicationConfig } from '../config.js';
import { problem } from '../problems.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { documentJson, type DocumentRow } from './policy-document.rules.js';
import { PolicyDocumentReader } from './policy-document.reader.js';
import { changeSchema, documentSchema, entrySchema, unresolvedListSchema, unresolvedSchema } from './policy-document.schemas.js';
import { PolicyDocuments } from './policy-documents.service.js';

/** 政策文件 that replies cite, as the information office keeps them. */
@Controller('v1')
@Allow('information-office')
export class PolicyDocumentsController {
  constructor(
    @Inject(PolicyDocuments) private readonly documents: PolicyDocuments,
    @Inject(PolicyDocumentReader) private readonly reader: PolicyDocumentReader,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {}

  @Post('policy-documents')
  @Operation({
    id: 'enterPolicyDocument',
    tag: 'Policies',
    summary: 'Enters a policy document 政策文件, which replies can cite from then on',
    description: 'What stands so already is answered 200.',
    answers: { 201: { schema: documentSchema, headers: ['location'] }, 200: documentSchema },
    problems: problem.pick('publication.policy-document-number-taken'),
  })
  async enter(@Body({ schema: entrySchema }) { content, reason }: z.output<typeof entrySchema>, @CurrentCaller() by: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    const { isRepeat, ...row } = await this.documents.enter(content, reason, by);
    void response.status(isRepeat ? 200 : 201);
    if (!isRepeat) void response.header('location', `/v1/policy-documents/${row.documentId}`);
    return this.present(row);
  }

  @Put('policy-documents/:documentId')
  @Operation({
    id: 'changePolicyDocument',
    tag: 'Policies',
    summary: 'Changes a policy document: corrects what it says, or says that it was repealed 废止',
    answers: { 200: documentSchema },
    problems: problem.pick('publication.policy-document-not-found', 'publication.policy-document-changed', 'publication.policy-document-number-taken'),
  })
  async change(@Param('documentId', { schema: idSchema }) documentId: string, @Body({ schema: changeSchema }) change: z.output<typeof changeSchema>, @CurrentCaller() by: Caller) {
    return this.present(await this.documents.change(documentId, change, by));
  }

  @Get('unresolved-citations')
  @Operation({ id: 'listUnresolvedCitations', tag: 'Policies', summary: 'Public replies that cite a number 文号 which leads to no registered document, the oldest first', answers: { 200: pageOf(unresolvedSchema) }, problems: problem.pick('publication.invalid-cursor') })
  async unresolved(@Query({ schema: unresolvedListSchema }) query: z.output<typeof unresolvedListSchema>) {
    const { items, next } = await this.reader.unresolved(query);
    return { items: items.map(({ publishedAt, ...row }) => ({ ...row, publishedAt: publishedAt.toISOString() })), next };
  }

  private present(row: DocumentRow): z.input<typeof documentSchema> {
    return documentJson(row, businessDateOf(this.clock.now()), this.config.PUBLIC_URL);
  }
}
