import { Controller, Get, Inject } from '@nestjs/common';
import { Allow } from '@wenzheng/platform';
import { Policies } from './policies.service.js';

@Controller('v1/policies')
export class PoliciesController {
  constructor(@Inject(Policies) private readonly policies: Policies) {}

  /** Every value with its requirement, and whether the regulation states it or it is a default of ours. */
  @Get()
  @Allow('supervision-office', 'information-office', 'inspection-bureau', 'administrator', 'web-admin', 'reviewer', 'principal')
  list() {
    return { policies: this.policies.all() };
  }
}
