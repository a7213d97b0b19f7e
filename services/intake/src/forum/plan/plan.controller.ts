import { Body, Controller, Get, Inject, Param, Post, Res } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, Public, type Caller } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { forumPlanSchema, phasePlanSchema, phaseSchema, planChangeSchema, type ForumPlanView, type PhasePlan, type PhaseView, type PlanChange } from './plan.schema.js';
import { ForumPlan, type WrittenPhase } from './plan.service.js';

const tag = 'Forums';
const answers = { 201: phaseSchema, 200: phaseSchema };
const numberSchema = z.coerce.number().int().min(1).max(999);

@Controller('v1/forum-phases')
export class ForumPlanController {
  constructor(@Inject(ForumPlan) private readonly plan: ForumPlan) {}

  @Get()
  @Public()
  @Operation({ id: 'readForumPlan', tag, summary: 'The phases of forums 分期安排, with what was changed of them and why', answers: { 200: forumPlanSchema } })
  view(): Promise<ForumPlanView> {
    return this.plan.view();
  }

  /** 200 for one that is announced already. */
  @Post()
  @Allow('information-office')
  @Operation({
    id: 'announceForumPhase',
    tag,
    summary: 'Announces the next phase: which units hold a forum, and in which months',
    description: 'Phases are numbered from 1, and each begins after the last month of the one before. A unit has one place in a phase.',
    answers,
    problems: problem.pick(
      'intake.forum-phase-announced', 'intake.forum-phase-out-of-turn', 'intake.forum-phases-overlap', 'intake.forum-unit-twice', 'intake.forum-month-wrong', 'intake.unknown-unit', 'intake.units-not-known',
    ),
  })
  async announce(@Body({ schema: phasePlanSchema }) body: PhasePlan, @CurrentCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<PhaseView> {
    return answered(reply, await this.plan.announce(body, caller));
  }

  @Post(':phase/changes')
  @Allow('information-office')
  @Operation({
    id: 'changeForumPhase',
    tag,
    summary: 'Adds a unit, moves it to another month or takes it out; the reason is public',
    description: 'A forum that is announced already is postponed or cancelled as the live session that it is, and the log follows.',
    answers,
    problems: problem.pick(
      'intake.forum-phase-not-found', 'intake.forum-slot-not-found', 'intake.forum-slot-announced', 'intake.forum-unit-twice', 'intake.forum-phase-empty', 'intake.forum-phases-overlap', 'intake.forum-month-wrong', 'intake.unknown-unit',
      'intake.units-not-known',
    ),
  })
  async change(
    @Param('phase', { schema: numberSchema }) phase: number,
    @Body({ schema: planChangeSchema }) body: PlanChange,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PhaseView> {
    return answered(reply, await this.plan.change(phase, body, caller));
  }
}

function answered(reply: FastifyReply, { repeated, phase }: WrittenPhase): PhaseView {
  void reply.status(repeated ? 200 : 201);
  return phase;
}
