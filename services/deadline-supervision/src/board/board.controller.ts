import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { channelSchema, dateSchema, storableText } from '@wenzheng/contracts';
import { Allow, csvFile, CurrentCaller, Operation, pageOf, pageQuery, type Caller } from '@wenzheng/platform';
import { csvText } from '@wenzheng/platform/text';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { boardSheet } from './board-sheet.rules.js';
import { boardMessageSchema, boardSchema, boardStates, boardUnitSchema } from './board.schema.js';
import { BoardService, type Level } from './board.service.js';

const filters = {
  level: z.enum(['1', '2', '3']).transform((level) => Number(level) as Level).optional(),
  channel: channelSchema.optional(),
};
const unitsQuery = z.object({
  state: z.enum(boardStates).optional().describe('units that have something of this'),
  ...filters,
  ...pageQuery(z.string().regex(/^(9999|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) [a-z0-9.-]{0,64}$/), { limit: 100, atMost: 500 }),
});
const messagesQuery = z.object({
  unit: storableText(64).min(1).optional(),
  unassigned: z.literal('true').transform(() => true).optional().describe('what waits for a unit'),
  state: z.enum(boardStates).default('overdue'),
  ...filters,
  format: z.enum(['csv', 'json']).default('json').describe('`csv` has all of them, without pages; the audit log says who took them'),
  ...pageQuery(z.string().regex(/^\S{10} [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/).refine((cursor) => dateSchema.safeParse(cursor.slice(0, 10)).success), { limit: 50, atMost: 200 }),
});
const tag = 'Supervision';

/** 时限看板 of the offices that supervise. */
@Controller('v1/board')
@Allow('supervision-office', 'inspection-bureau', 'information-office')
export class BoardController {
  constructor(@Inject(BoardService) private readonly board: BoardService) {}

  @Get()
  @Operation({ id: 'readBoard', tag, summary: 'What is due today and what is late, in all', answers: { 200: boardSchema } })
  totals() {
    return this.board.totals();
  }

  @Get('units')
  @Operation({ id: 'listBoardUnits', tag, summary: 'The same by unit: whose messages are overdue longest comes first', answers: { 200: pageOf(boardUnitSchema) } })
  units(@Query({ schema: unitsQuery }) page: z.output<typeof unitsQuery>) {
    return this.board.units(page);
  }

  @Get('messages')
  @Operation({ id: 'listBoardMessages', tag, summary: 'Which messages that is, of one unit or of all: what is due first comes first', answers: { 200: pageOf(boardMessageSchema) }, alsoAs: ['text/csv'] })
  async messages(@Query({ schema: messagesQuery }) { format, ...asked }: z.output<typeof messagesQuery>, @CurrentCaller() by: Caller, @Res({ passthrough: true }) reply: FastifyReply) {
    if (format === 'json') return this.board.messages(asked);
    return csvFile(reply, 'board', csvText(boardSheet(await this.board.exported(asked, by))));
  }
}
