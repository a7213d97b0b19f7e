import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { channelSchema, dateSchema, prose, storableText } from '@wenzheng/contracts';
import { Allow, CurrentCaller, IdempotencyKey, idempotencyKeyHeader, Operation, pageFrom, pageOf, pageQuery, platformProblem, type Caller, type Role } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { Rulebook } from '../../rulebook/rulebook.js';
import { PolicyChanges } from './policy-changes.service.js';
import { policySchema, policyValuesSchema, type Policy } from '../../rulebook/policy/policy.rules.js';

const readers: [Role, ...Role[]] = [
  'supervision-office', 'information-office', 'inspection-bureau', 'administrator', 'auditor', 'web-admin', 'reviewer', 'principal',
];

const changeSchema = z.strictObject({
  channel: channelSchema,
  effectiveFrom: dateSchema.describe('tomorrow at the earliest'),
  reason: prose(500),
  changes: policyValuesSchema.partial().refine((changes) => Object.keys(changes).length > 0, { message: 'names nothing' }).describe('what is not named stays as it is in the version before'),
});
export const versionSchema = storableText(100);
const pageSchema = z.object({ channel: channelSchema.optional(), ...pageQuery(storableText(120), { limit: 100, atMost: 500 }) });
const nameOf = ({ channel, version }: Pick<Policy, 'channel' | 'version'>): string => `${channel}/${version}`;

@Controller('v1/policies')
export class PoliciesController {
  constructor(
    @Inject(Rulebook) private readonly rulebook: Rulebook,
    @Inject(PolicyChanges) private readonly changes: PolicyChanges,
  ) {}

  /** Every value with its requirement, and whether the regulation states it or it is a default of ours. */
  @Get()
  @Operation({
    id: 'listPolicies',
    tag: 'Policies',
    summary: 'Every version of every channel’s policy: each value with its requirement, and whether the regulation states it or it is a default',
    answers: { 200: pageOf(policySchema) },
  })
  @Allow(...readers)
  async list(@Query({ schema: pageSchema }) { channel, after, limit }: z.output<typeof pageSchema>) {
    await this.rulebook.refresh();
    const policies = this.rulebook.allPolicies.filter((policy) => !channel || policy.channel === channel);
    const last = policies.findIndex((policy) => nameOf(policy) === after);
    return pageFrom(after !== undefined && last < 0 ? [] : policies.slice(last + 1), limit, nameOf);
  }

  @Get(':channel/:version')
  @Operation({
    id: 'readPolicy',
    tag: 'Policies',
    summary: 'One version of a channel’s policy',
    answers: { 200: policySchema },
    problems: platformProblem.pick('not-found'),
  })
  @Allow(...readers)
  async one(
    @Param('channel', { schema: channelSchema }) channel: z.output<typeof channelSchema>,
    @Param('version', { schema: versionSchema }) version: string,
  ) {
    await this.rulebook.refresh();
    const policy = this.rulebook.policyOf(channel, version);
    if (!policy) throw platformProblem('not-found');
    return policy;
  }

  /** 201 with the new version; 200 if it is the latest one once more. */
  @Post()
  @Operation({
    id: 'changePolicy',
    tag: 'Policies',
    summary: 'A new version of a channel’s policy, from a day to come on',
    description: 'Messages keep the version that they have. What R09–R11 state of 市民心声 cannot be weakened.',
    answers: { 201: { schema: policySchema, headers: ['location'] }, 200: policySchema },
    problems: problem.pick(
      'deadline-supervision.policy-too-early', 'deadline-supervision.policy-reply-past-stated', 'deadline-supervision.policy-cap-past-stated',
      'deadline-supervision.policy-extension-past-stated', 'deadline-supervision.policy-second-extension', 'deadline-supervision.policy-reply-past-cap',
      'deadline-supervision.policy-extension-past-reply', 'deadline-supervision.policy-step-twice', 'deadline-supervision.policy-overdue-moved',
      'deadline-supervision.policy-silent-overdue', 'deadline-supervision.policy-reminder-late', 'deadline-supervision.policy-step-early', 'deadline-supervision.idempotency-key-reused',
    ),
    reads: { headers: idempotencyKeyHeader },
  })
  @Allow('administrator')
  async change(
    @Body({ schema: changeSchema }) body: z.output<typeof changeSchema>,
    @IdempotencyKey() key: string | null,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { policy, isRepeat } = await this.changes.add(body, caller, key);
    void reply.status(isRepeat ? 200 : 201);
    if (!isRepeat) void reply.header('location', `/v1/policies/${policy.channel}/${policy.version}`);
    return policy;
  }
}
