import { Controller, Get, Inject } from '@nestjs/common';
import { Allow, Operation } from '@wenzheng/platform';
import { z } from 'zod';
import { policySchema } from './policy.rules.js';
import { Policies } from './policies.service.js';

const policiesSchema = z.object({ policies: z.array(policySchema) });

@Controller('v1/policies')
export class PoliciesController {
  constructor(@Inject(Policies) private readonly policies: Policies) {}

  /** Every value with its requirement, and whether the regulation states it or it is a default of ours. */
  @Get()
  @Operation({
    id: 'listPolicies',
    tag: 'Supervision',
    summary: 'Every value with its requirement, and whether the regulation states it or it is a default',
    answers: { 200: policiesSchema },
  })
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator', 'web-admin', 'reviewer', 'principal')
  list() {
    return { policies: this.policies.all() };
  }
}
