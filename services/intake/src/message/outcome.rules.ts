interface Keyed {
  channel: string;
  externalId: string;
}

interface Row extends Keyed {
  messageId: string;
  contentHash: Buffer;
  holdReasons?: readonly unknown[] | undefined;
}

interface Receipt extends Omit<Row, 'holdReasons'> {
  messageNumber: string;
  registeredAt: Date;
}

/** How a message came out: registered now, held now 待甄别, known before with the same content, or another one is known. */
export type RegistrationOutcome =
  | { outcome: 'created' | 'held' | 'repeated'; messageId: string; messageNumber: string; registeredAt: Date }
  | { outcome: 'conflict' };

export const keyOf = ({ channel, externalId }: Keyed): string => `${channel}\u001f${externalId}`;

/** One order for every replica. */
export function compareKeys(one: Keyed, other: Keyed): number {
  const [a, b] = [keyOf(one), keyOf(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * How every row came out, by what stands under its key. Rows of one key in one batch: the first was written, the others
 * are repeats of it or conflicts with it.
 */
export function outcomesOf(rows: readonly Row[], stored: ReadonlyMap<string, Receipt>): RegistrationOutcome[] {
  return rows.map((row) => {
    const receipt = stored.get(keyOf(row));
    if (!receipt) throw new Error('a registered message has no receipt');
    if (!receipt.contentHash.equals(row.contentHash)) return { outcome: 'conflict' };
    const { messageId, messageNumber, registeredAt } = receipt;
    const outcome = messageId !== row.messageId ? 'repeated' : row.holdReasons?.length ? 'held' : 'created';
    return { outcome, messageId, messageNumber, registeredAt };
  });
}
