import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { idSchema } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, pageOf, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { problem } from '../problems.js';
import { actSchema, contentSchema, type ContentAct, hidingListSchema, hidingRequestSchema, hidingSchema, numberSchema } from './content.schemas.js';
import { ContentService } from './content.service.js';
import { HidingService } from './hiding.service.js';

type Act = z.output<typeof actSchema>;
const changed = { 201: { schema: contentSchema, headers: ['location'] }, 200: contentSchema };
const notFound = problem.pick('publication.message-not-found');

/** What the information office does about a message's content. What stands so already is answered 200. */
@Controller('v1/messages/:number')
@Allow('information-office')
export class ContentController {
  constructor(
    @Inject(ContentService) private readonly content: ContentService,
    @Inject(HidingService) private readonly hidings: HidingService,
  ) {}

  @Post('take-downs')
  @Operation({ id: 'takeDownMessage', tag: 'Content', summary: 'Takes the message down 撤下: number, dates and state stay, its words go from everywhere', answers: changed, problems: notFound })
  takeDown(@Param('number', { schema: numberSchema }) number: string, @Body({ schema: actSchema }) { reason }: Act, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    return this.change(number, 'take-down', reason, caller, response);
  }

  @Post('privacy')
  @Operation({ id: 'makeMessagePrivate', tag: 'Content', summary: 'Makes a public message private', description: 'Never the reverse of what its writer chose.', answers: changed, problems: problem.pick('publication.message-not-found', 'publication.not-shown') })
  makePrivate(@Param('number', { schema: numberSchema }) number: string, @Body({ schema: actSchema }) { reason }: Act, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    return this.change(number, 'privacy', reason, caller, response);
  }

  @Post('restorations')
  @Operation({ id: 'restoreMessage', tag: 'Content', summary: 'Gives back what was taken down or made private, as its writer chose', answers: changed, problems: problem.pick('publication.message-not-found', 'publication.nothing-to-restore') })
  restore(@Param('number', { schema: numberSchema }) number: string, @Body({ schema: actSchema }) { reason }: Act, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    return this.change(number, 'restoration', reason, caller, response);
  }

  @Get('hidings')
  @Operation({ id: 'listHidings', tag: 'Content', summary: 'What is hidden of it, and was', answers: { 200: pageOf(hidingSchema) }, problems: notFound })
  async list(@Param('number', { schema: numberSchema }) number: string, @Query({ schema: hidingListSchema }) query: z.output<typeof hidingListSchema>) {
    return this.hidings.list(await this.content.idOf(number), query);
  }

  @Post('hidings')
  @Operation({
    id: 'hideText',
    tag: 'Content',
    summary: 'Hides words 隐去 in any text that is public',
    description: 'By their place in the shown text, or wherever they stand.',
    answers: { 201: { schema: hidingSchema, headers: ['location'] }, 200: hidingSchema },
    problems: problem.pick('publication.message-not-found', 'publication.part-not-found', 'publication.words-not-found'),
  })
  async hide(@Param('number', { schema: numberSchema }) number: string, @Body({ schema: hidingRequestSchema }) body: z.output<typeof hidingRequestSchema>, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    const { isRepeat, ...hiding } = await this.hidings.hide(await this.content.idOf(number), body, caller);
    return answered(response, isRepeat, `/v1/messages/${encodeURIComponent(number)}/hidings`, hiding);
  }

  @Post('hidings/:hidingId/restorations')
  @Operation({ id: 'restoreText', tag: 'Content', summary: 'Gives back words that were hidden', answers: { 201: { schema: hidingSchema, headers: ['location'] }, 200: hidingSchema }, problems: problem.pick('publication.message-not-found', 'publication.hiding-not-found') })
  async restoreText(@Param('number', { schema: numberSchema }) number: string, @Param('hidingId', { schema: idSchema }) hidingId: string, @Body({ schema: actSchema }) { reason }: Act, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) response: FastifyReply) {
    const { isRepeat, ...hiding } = await this.hidings.lift(await this.content.idOf(number), hidingId, reason, caller);
    return answered(response, isRepeat, `/v1/messages/${encodeURIComponent(number)}/hidings`, hiding);
  }

  private async change(number: string, act: ContentAct, reason: string, caller: Caller, response: FastifyReply): Promise<z.infer<typeof contentSchema>> {
    const { isRepeat, ...content } = await this.content.change(await this.content.idOf(number), act, reason, caller);
    return answered(response, isRepeat, `/v1/messages/${encodeURIComponent(number)}`, content);
  }
}

function answered<Answer>(response: FastifyReply, isRepeat: boolean, location: string, answer: Answer): Answer {
  void response.status(isRepeat ? 200 : 201);
  if (!isRepeat) void response.header('location', location);
  return answer;
}
