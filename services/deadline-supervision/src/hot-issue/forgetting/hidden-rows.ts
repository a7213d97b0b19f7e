import type { EntityManager } from '@wenzheng/platform';

/** What of a message may be looked at: null for what nothing is known of. */
export interface Hidden {
  isGone: boolean;
  title: string | null;
  text: string | null;
}

const gone = ['held', 'taken-down'];

export async function loadHidden(manager: Pick<EntityManager, 'query'>, messageIds: readonly string[]): Promise<Map<string, Hidden>> {
  const rows = await manager.query<{ messageId: string; part: string; shown: string }[]>('SELECT message_id AS "messageId", part, shown FROM hot_hidden WHERE message_id = ANY ($1::uuid[])', [messageIds]);
  return new Map(
    [...Map.groupBy(rows, ({ messageId }) => messageId)].map(([messageId, own]) => {
      const shown = new Map(own.map((row) => [row.part, row.shown]));
      return [messageId, { isGone: gone.includes(shown.get('content') ?? ''), title: shown.get('title') ?? null, text: shown.get('text') ?? null }];
    }),
  );
}
