import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createEvent, dateSchema, extensionSubmitted, idSchema, instantSchema, unitRefSchema } from '@wenzheng/contracts';
import { appendToOutbox, Calendars } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../../problems.js';
import { unitRefOf } from '../../unit/unit-registry.service.js';
import { assertAllowed, MessageActions, type ActionAnswer } from '../../message/action/message-actions.service.js';
import { ExtensionEntity } from './extension.entity.js';
import { ruleExtension } from './extension.rules.js';
import type { ActionRequest } from '../../message/action/idempotency.js';

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
  ) {}

  submit(request: ActionRequest<{ reason: string; newDueOn: string }>): Promise<ActionAnswer<SubmittedExtension>> {
    const { messageId, caller, body } = request;
    return this.actions.act('extend', request, async (at) => {
      const { manager, message, now, nextVersion } = at;
      const signer = unitRefOf(await this.actions.ownUnit(at, caller));
      assertAllowed('extend', message);
      const [existing] = await manager.query<unknown[]>('SELECT 1 FROM extension WHERE message_id = $1', [messageId]);
      if (existing) throw problem('routing.extension-exists');
      const ruling = ruleExtension({ ...message, newDueOn: body.newDueOn, now }, this.calendars.current);
      if (!ruling.accepted) throw problem(ruling.code, { parameters: ruling.parameters });
      const extensionId = randomUUID();
      const { timely } = ruling;
      const submitted = { extensionId, messageId, unitCode: signer.code, unitName: signer.name, ...body, timely };
      await insertRows(manager, ExtensionEntity, [{ ...submitted, submittedAt: now, submittedBy: caller.subject }]);
      const submittedAt = now.toISOString();
      const data = { messageId, extensionId, unit: signer, reason: body.reason, newDueOn: body.newDueOn, submittedAt };
      await appendToOutbox(manager, [createEvent(extensionSubmitted, { subject: messageId, sequence: await nextVersion(), time: now, data })]);
      const note = noteOf(timely, ruling.noticeDueOn);
      return { extensionId, messageId, unit: signer, newDueOn: body.newDueOn, submittedAt, timely, note };
    });
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
