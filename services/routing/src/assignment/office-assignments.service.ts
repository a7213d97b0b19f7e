import { Inject, Injectable } from '@nestjs/common';
import { assertAllowed, MessageActions, type ActionAnswer } from '../message/action/message-actions.service.js';
import type { ActionRequest } from '../message/action/idempotency.js';
import { Suggestions } from '../suggestion/suggestions.service.js';
import { UnitRegistry } from '../unit/unit-registry.service.js';
import { assertUndisputed } from './dispute/open-dispute.js';
import { givableUnit, giveTo, type OfficeAssignment } from './giving.js';

/** Of messages that were returned twice before disputes were ruled on, and wait in the holding pen. */
const returnsUntilDesignation = 2;

/** 信息办分派: from the holding pen, or to another unit. */
@Injectable()
export class OfficeAssignments {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
    @Inject(Suggestions) private readonly suggestions: Suggestions,
  ) {}

  assign(request: ActionRequest<{ unit: string; reason?: string | undefined }>): Promise<ActionAnswer<OfficeAssignment>> {
    const { messageId, caller, body } = request;
    return this.actions.act('assign', request, async (at) => {
      assertAllowed('assign', at.message);
      await assertUndisputed(at.manager, messageId);
      const unit = await givableUnit(at, await this.registry.tree(at.manager), body.unit);
      const designated = at.message.returns >= returnsUntilDesignation;
      const assigned = await giveTo(at, { unit, designated, reason: body.reason ?? (designated ? '信息办指定承办' : '信息办分派'), by: caller.subject, duty: null });
      await this.suggestions.confirm(at.manager, [messageId], at.now);
      return assigned;
    });
  }
}
