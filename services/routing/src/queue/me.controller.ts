import { Controller, Get, Inject } from '@nestjs/common';
import { dateSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { Allow, CurrentCaller, Operation, roles, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { waitingCountSchema } from '../message/due-queue.js';
import { signOffStepsSchema } from '../reply/sign-off/sign-off.rules.js';
import { postSchema } from '../unit/person/person.rules.js';
import { Me } from './me.service.js';
import { WaitingCounts } from './waiting-counts.service.js';

const meSchema = z
  .object({
    subject: z.string(),
    name: z.string(),
    roles: z.array(z.enum(roles)).describe('of those of the token: what the registry confirms today'),
    unit: unitRefSchema.nullable().describe('in which the caller comes'),
    posts: z.array(z.object({ post: postSchema, unit: unitRefSchema.nullable().describe('null: of an office of the city'), title: z.string().nullable(), from: dateSchema.nullable(), to: dateSchema.nullable() })).describe('岗位 held today'),
    deputyFor: z.array(z.object({ post: postSchema, unit: unitRefSchema, name: z.string().describe('of the absent person'), from: dateSchema, to: dateSchema })).describe('代签 today'),
    signOff: z
      .array(z.object({ unit: unitRefSchema, steps: signOffStepsSchema.describe('as the unit signs what no rule of a kind of message says otherwise of'), mine: z.array(z.int()).describe('which of them, counted from 0, the caller may take'), drafterMaySign: z.boolean() }))
      .describe('审核、签发 of every unit in which the caller has a post or stands in for somebody; without steps the web admin signs'),
  })
  .meta({ id: 'Me' });

const queuesSchema = z
  .object({
    at: instantSchema,
    unit: z
      .object({
        unit: unitRefSchema, new: z.int().describe('新到'), dueSoon: z.int().describe('今明到期'), overdue: z.int().describe('超期'), returned: z.int().describe('退回'), urged: z.int().describe('督办'),
        inSignOff: z.int().describe('待签: submitted inside the unit, and not signed yet'),
        inReview: z.int().describe('审核发布中'), renewals: waitingCountSchema.describe('二次办理'), promises: waitingCountSchema.describe('承诺'), coTasks: waitingCountSchema.describe('协办'),
      })
      .nullable()
      .describe('the desk of the caller’s unit; null for who has none'),
    toSign: z.int().describe('待签: drafts whose next step the caller may take, an absent person’s too'),
    office: z
      .object({
        holdingPen: waitingCountSchema, rulingProposals: waitingCountSchema, objections: waitingCountSchema, disputes: waitingCountSchema, ratings: waitingCountSchema, transfers: waitingCountSchema,
        renewals: waitingCountSchema, promises: waitingCountSchema, declinedCoTasks: waitingCountSchema.describe('协办有异议, for the office to decide'),
      })
      .nullable()
      .describe('the information office’s; what waits in review is publication’s to count'),
    identityRequests: waitingCountSchema.nullable().describe('身份查阅 for the caller’s office to decide; null for who decides none'),
  })
  .meta({ id: 'MyQueues' });

/** Who the caller is, and what waits for him or her. */
@Controller('v1/me')
export class MeController {
  constructor(
    @Inject(Me) private readonly me: Me,
    @Inject(WaitingCounts) private readonly counts: WaitingCounts,
  ) {}

  @Get()
  @Allow('web-admin', 'reviewer', 'principal', 'information-office', 'supervision-office', 'inspection-bureau', 'administrator', 'security-administrator', 'auditor')
  @Operation({ id: 'readMe', tag: 'Desk', summary: 'Who the caller is, as the registry says today', answers: { 200: meSchema } })
  one(@CurrentCaller() caller: Caller) {
    return this.me.of(caller);
  }

  @Get('queues')
  @Allow('web-admin', 'reviewer', 'principal', 'information-office', 'supervision-office')
  @Operation({ id: 'countMyQueues', tag: 'Desk', summary: 'How much waits in each of the caller’s queues, in one answer', answers: { 200: queuesSchema } })
  queues(@CurrentCaller() caller: Caller) {
    return this.counts.of(caller);
  }
}
