import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { idSchema } from '@wenzheng/contracts';
import { Operation, pageOf, Public } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PublicationConfig } from '../../config.js';
import { documentJson, documentSummaryJson, type DocumentRow } from '../../policy-document/policy-document.rules.js';
import { PolicyDocumentReader } from '../../policy-document/policy-document.reader.js';
import { documentFilterSchema, documentSchema, documentSummarySchema } from '../../policy-document/policy-document.schemas.js';
import { PageOperation } from '../../portal/page-operation.js';
import { PublishedPages } from '../../portal/published-pages.js';
import { rendered, sendJson, sendPage } from '../../portal/respond.js';
import { problem } from '../../problems.js';
import { CONFIG } from '../../tokens.js';
import { policiesPage, policyPage } from './policies.view.js';

const listSchema = pageOf(documentSummarySchema);
const notFound = problem.pick('publication.policy-document-not-found');
const ifNoneMatch = { 'if-none-match': z.string().optional() };
type Filter = z.output<typeof documentFilterSchema>;

/** 政策文件 (R06, R07): what replies cite. */
@Controller()
@Public()
export class PoliciesController {
  constructor(
    @Inject(PolicyDocumentReader) private readonly documents: PolicyDocumentReader,
    @Inject(PublishedPages) private readonly pages: PublishedPages,
    @Inject(CONFIG) private readonly config: PublicationConfig,
  ) {}

  @Get('policies')
  @PageOperation({ id: 'policiesPage', summary: '政策文件: the documents that replies cite', problems: problem.pick('publication.invalid-cursor') })
  async list(@Query({ schema: documentFilterSchema }) filter: Filter, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { site, today } = this.pages;
    const page = await this.documents.list(filter, today);
    sendPage(rendered(policiesPage({ site, today, filter, ...page })), request, reply);
  }

  @Get('policies/:documentId')
  @PageOperation({ id: 'policyPage', summary: 'One policy document, with the replies that cite it', problems: notFound })
  async one(@Param('documentId') documentId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.pages.fresh(`policy ${idOf(documentId)}`, async () => {
      const document = await this.known(documentId);
      const [versions, citing] = await Promise.all([this.documents.versions(documentId), this.documents.citing(document)]);
      return policyPage({ site: this.pages.site, today: this.pages.today, document, versions, citing });
    });
    sendPage(page, request, reply);
  }

  @Get('v1/policy-documents')
  @Operation({ id: 'listPolicyDocuments', tag: 'Policies', summary: 'The documents that replies cite, the newest first', answers: { 200: { schema: listSchema, headers: ['etag'] }, 304: { headers: ['etag'] } }, problems: problem.pick('publication.invalid-cursor'), reads: { headers: ifNoneMatch } })
  async json(@Query({ schema: documentFilterSchema }) filter: Filter, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { today } = this.pages;
    const { items, next } = await this.documents.list(filter, today);
    sendJson(rendered(JSON.stringify({ items: items.map((row) => documentSummaryJson(row, today, this.config.PUBLIC_URL)), next })), request, reply);
  }

  @Get('v1/policy-documents/:documentId')
  @Operation({ id: 'readPolicyDocument', tag: 'Policies', summary: 'One policy document', answers: { 200: { schema: documentSchema, headers: ['etag'] }, 304: { headers: ['etag'] } }, problems: notFound, reads: { headers: ifNoneMatch } })
  async oneAsJson(@Param('documentId') documentId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    sendJson(rendered(JSON.stringify(documentJson(await this.known(idOf(documentId)), this.pages.today, this.config.PUBLIC_URL))), request, reply);
  }

  private async known(documentId: string): Promise<DocumentRow> {
    const document = await this.documents.one(documentId);
    if (!document) throw problem('publication.policy-document-not-found');
    return document;
  }
}

/** What is no id is not looked for. */
function idOf(text: string): string {
  if (!idSchema.safeParse(text).success) throw problem('publication.policy-document-not-found');
  return text;
}
