import { Body, Controller, Get, Inject, Param, Put } from '@nestjs/common';
import { Allow, CurrentCaller, Operation, Public, type Caller } from '@wenzheng/platform';
import { problem } from '../../problems.js';
import { interviewPlanBodySchema, interviewPlanSchema, yearSchema, type InterviewPlanBody, type InterviewPlanView } from './plan.schema.js';
import { InterviewPlans } from './plan.service.js';

const tag = 'Sessions';

@Controller('v1/interview-plans/:year')
export class InterviewPlanController {
  constructor(@Inject(InterviewPlans) private readonly plans: InterviewPlans) {}

  @Get()
  @Public()
  @Operation({ id: 'readInterviewPlan', tag, summary: 'The plan of interviews of a year, and how many of all units it and they cover', answers: { 200: interviewPlanSchema } })
  view(@Param('year', { schema: yearSchema }) year: number): Promise<InterviewPlanView> {
    return this.plans.view(year);
  }

  @Put()
  @Allow('information-office')
  @Operation({
    id: 'changeInterviewPlan',
    tag,
    summary: 'Says the whole plan of a year anew',
    description: 'Each version is kept.',
    answers: { 200: interviewPlanSchema },
    problems: problem.pick('intake.interview-month-wrong', 'intake.unknown-unit', 'intake.units-not-known'),
  })
  change(@Param('year', { schema: yearSchema }) year: number, @Body({ schema: interviewPlanBodySchema }) body: InterviewPlanBody, @CurrentCaller() caller: Caller): Promise<InterviewPlanView> {
    return this.plans.change(year, body, caller);
  }
}
