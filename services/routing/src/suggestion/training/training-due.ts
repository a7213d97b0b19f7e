/** Decisions before anything is learned at all, and new ones before it is learned again. */
export const decisionsToTrain = 50;
/** A tenth more than was learned. */
const growth = 0.1;

export interface DueRow {
  learned: number;
  fresh: number;
}

/** Whether enough was confirmed since the last model; the count stops where it is enough. */
export async function isDue(query: (sql: string) => Promise<DueRow[]>): Promise<boolean> {
  const [known] = await query(
    `SELECT coalesce(decisions, 0) AS learned,
       (SELECT count(*)::int FROM (SELECT FROM confirmed_decision WHERE confirmed_at > coalesce(learned_until, '-infinity') LIMIT 2000) AS fresh) AS fresh
     FROM (SELECT 1) AS one LEFT JOIN (SELECT decisions, learned_until FROM learned_model ORDER BY version DESC LIMIT 1) AS newest ON true`,
  );
  return known !== undefined && known.fresh >= Math.min(2_000, Math.max(decisionsToTrain, known.learned * growth));
}
