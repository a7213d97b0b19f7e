import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, platformProblem, type Caller } from '@wenzheng/platform';
import { PaperOperation, printQuery, sendPaper, type PrintQuery } from '@wenzheng/printing';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { SupervisionConfig } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { dossierSchema } from './dossier.schema.js';
import { DossierService } from './dossier.service.js';

@Controller('v1/dossiers')
@Allow('supervision-office', 'inspection-bureau', 'information-office')
export class DossierController {
  constructor(
    @Inject(DossierService) private readonly dossiers: DossierService,
    @Inject(CONFIG) private readonly config: SupervisionConfig,
  ) {}

  @Get(':messageId')
  @Operation({
    id: 'readDossier', tag: 'Documents', summary: '卷宗: everything that is known of a message, who did it, when, by which rule and version, with the proof',
    description: 'Without the citizen’s words. `digest` is that of everything else.', answers: { 200: dossierSchema }, problems: platformProblem.pick('not-found'),
  })
  one(@Param('messageId', { schema: z.uuid() }) messageId: string, @CurrentCaller() caller: Caller) {
    return this.dossiers.compile(messageId, caller);
  }

  @Get(':messageId/print')
  @PaperOperation({ id: 'printDossier', tag: 'Documents', summary: '卷宗 to print' })
  async print(@Param('messageId', { schema: z.uuid() }) messageId: string, @Query({ schema: printQuery }) query: PrintQuery, @CurrentCaller() caller: Caller, @Res() reply: FastifyReply): Promise<void> {
    await sendPaper(await this.dossiers.paper(messageId, caller), query, reply, this.config);
  }
}
