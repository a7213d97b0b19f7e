import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import type { IntakeConfig, Mailbox } from '../../config.js';
import { CONFIG } from '../../tokens.js';
import { VaultService } from '../../vault/vault.service.js';
import type { Letter } from './letter.rules.js';
import { readAddress, type AddressToken } from './reply-address.rules.js';

/** The message to which a letter belongs, and whether its writer is surely the same. */
export interface Thread {
  messageId: string;
  externalId: string;
  isWriters: boolean;
}

const ourId = /^<msg_([0-9a-f-]{36})@/i;

/** To which message a letter belongs: by the address that it was sent to, or by the letter that it answers. */
@Injectable()
export class Threads {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(VaultService) private readonly vault: VaultService,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  async of(box: Mailbox, { to, answers, from }: Letter): Promise<Thread | null> {
    const token = this.tokens(box, to).find((one) => one.of === 'message');
    const addressed = token && (await this.message('message_number = $1', [token.messageNumber]));
    if (addressed) return { ...addressed, isWriters: true };
    for (const id of answers.slice(0, 20)) {
      const referenceId = ourId.exec(id)?.[1];
      const found = referenceId
        ? await this.message(`message_id IN (SELECT message_id FROM delivery WHERE reference_id = $1 AND connector = 'mail')`, [referenceId])
        : await this.message(`message_id IN (SELECT message_id FROM letter WHERE mailbox = $1 AND header_id = $2 AND state = 'registered')`, [box.name, id]);
      // Whoever has been shown a letter knows its Message-ID.
      if (found) return { ...found, isWriters: from !== undefined && (await this.vault.identityOf(this.dataSource.manager, found.messageId))?.email === from.address };
    }
    return null;
  }

  /** The delivery that a report is about; null where it is about no letter of ours. */
  returned(box: Mailbox, { to, bounce }: Letter): string | null {
    const token = this.tokens(box, to).find((one) => one.of === 'letter');
    return token?.referenceId ?? ourId.exec(bounce?.originalId ?? '')?.[1] ?? null;
  }

  private tokens(box: Mailbox, to: readonly string[]): AddressToken[] {
    return to.flatMap((address) => readAddress(this.config.TRACKING_KEY, box.address, address) ?? []);
  }

  private async message(where: string, parameters: unknown[]): Promise<{ messageId: string; externalId: string } | null> {
    const [found] = await this.dataSource.query<{ messageId: string; externalId: string }[]>(`SELECT message_id AS "messageId", external_id AS "externalId" FROM message WHERE connector = 'mail' AND ${where} LIMIT 1`, parameters);
    return found ?? null;
  }
}
