import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, insertRows, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { problem } from '../../problems.js';
import { MessageHandling } from '../attachment.entity.js';

type Row = Pick<MessageHandling, 'messageId' | 'unitCodes' | 'sequence'>;

/** Which units handle a message, as far as attachments need it: a unit reads those of its own messages and no others. */
@Injectable()
export class Handlings {
  constructor(@Inject(DATA_SOURCE) private readonly dataSource: DataSource) {}

  /** The latest that routing has told holds, in whatever order it comes. Of messages without attachments nothing is kept. */
  async keep(manager: EntityManager, told: readonly Row[]): Promise<void> {
    const newest = new Map<string, Row>();
    for (const one of told) if ((newest.get(one.messageId)?.sequence ?? 0) < one.sequence) newest.set(one.messageId, one);
    const withAttachments = await manager.query<{ messageId: string }[]>('SELECT message_id AS "messageId" FROM message WHERE message_id = ANY ($1::uuid[]) AND attachments IS NOT NULL ORDER BY message_id', [[...newest.keys()]]);
    const rows = withAttachments.flatMap(({ messageId }) => newest.get(messageId) ?? []);
    await insertRows(manager, MessageHandling, rows, { onConflict: { update: 'all', where: 'excluded.sequence > message_handling.sequence' } });
  }

  /** @throws Problem `intake.message-not-found` of a message that is not the caller's to read */
  async refuseOthers(messageId: string, { roles, unit }: Caller, manager: Pick<EntityManager, 'query'> = this.dataSource): Promise<void> {
    const [message] = await manager.query<{ unitCodes: string[] | null }[]>('SELECT unit_codes AS "unitCodes" FROM message LEFT JOIN message_handling USING (message_id) WHERE message_id = $1', [messageId]);
    if (message && (roles.includes('information-office') || (unit !== null && message.unitCodes?.includes(unit)))) return;
    throw problem('intake.message-not-found');
  }
}
