import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, dateSchema, extensionSubmitted, idSchema, instantSchema, unitRefSchema, type UnitRef } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { UnitRegistry } from '../../unit/unit-registry.service.js';
import { assertAllowed, MessageActions, type ActionAnswer, type ActionContext } from '../../message/action/message-actions.service.js';
import { ExtensionEntity } from './extension.entity.js';
import { ruleExtension } from './extension.rules.js';
import type { ActionRequest } from '../../message/action/idempotency.js';
import { auditSignature } from '../sign-off/signature.js';
import { Signatories } from '../sign-off/signatories.js';
import type { Signatory } from '../sign-off/sign-off.rules.js';

export const submittedExtensionSchema = z
  .object({
    extensionId: idSchema,
    messageId: idSchema,
    unit: unitRefSchema,
    newDueOn: dateSchema,
    submittedAt: instantSchema,
    timely: z.boolean().describe('submitted while there was time for it, within the first three working days on the board; only then does it move the due date'),
    note: z.object({ zh: z.string(), en: z.string() }),
  })
  .meta({ id: 'Extension' });
export type SubmittedExtension = z.infer<typeof submittedExtensionSchema>;

/** 延期说明: once per message, with a reason and a new date, for everyone to read (R10). */
@Injectable()
export class Extensions {
  constructor(
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(Signatories) private readonly signatories: Signatories,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  /** Drafted and signed in one deed, by whoever may. */
  submit(request: ActionRequest<{ reason: string; newDueOn: string }>): Promise<ActionAnswer<SubmittedExtension>> {
    return this.actions.act('extend', request, async (at) => {
      const signatory = await this.signatories.signing(at, request.caller);
      return this.issue(at, { ...request.body, unit: await this.registry.refOf(at.manager, at.message.unitCode) }, signatory);
    });
  }

  /** @throws Problem where the message cannot be extended to that date now */
  async rule({ manager, message, now }: Pick<ActionContext, 'manager' | 'message' | 'now'>, newDueOn: string) {
    assertAllowed('extension', message);
    const [existing] = await manager.query<unknown[]>('SELECT 1 FROM extension WHERE message_id = $1', [message.messageId]);
    if (existing) throw problem('routing.extension-exists');
    const ruling = ruleExtension({ ...message, newDueOn, now }, this.calendars.current);
    if (!ruling.accepted) throw problem(ruling.code, { parameters: ruling.parameters });
    return ruling;
  }

  /** 签发: judged by the instant at which it is signed. */
  async issue(at: ActionContext, { unit, reason, newDueOn }: { unit: UnitRef; reason: string; newDueOn: string }, signatory: Signatory): Promise<SubmittedExtension> {
    const { manager, message: { messageId }, now, nextVersion } = at;
    const { timely, noticeDueOn } = await this.rule(at, newDueOn);
    const extensionId = randomUUID();
    const submitted = { extensionId, messageId, unitCode: unit.code, unitName: unit.name, reason, newDueOn, timely };
    await insertRows(manager, ExtensionEntity, [{ ...submitted, submittedAt: now, submittedBy: signatory.subject, signatory }]);
    const submittedAt = now.toISOString();
    const data = { messageId, extensionId, unit, reason, newDueOn, submittedAt };
    await appendToOutbox(manager, [createEvent(extensionSubmitted, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
    await auditSignature(manager, { messageId, paperId: extensionId, kind: 'extension', now }, signatory);
    return { extensionId, messageId, unit, newDueOn, submittedAt, timely, note: noteOf(timely, noticeDueOn) };
  }
}

function noteOf(timely: boolean, noticeDueOn: string): { zh: string; en: string } {
  return timely
    ? { zh: '说明公开后，应答复日改为新的日期。', en: 'Once the notice is public, the reply is due on the new date.' }
    : {
        zh: `延期说明应在${noticeDueOn}前（含当日）作出；本次说明予以记录和公开，但不改变应答复日。`,
        en: `A notice had to be given by ${noticeDueOn}; this one is recorded and shown and does not move the due date.`,
      };
}
