import { fromFullStream, registration } from './measure/full-stream.js';
import { letters } from './measure/letters.js';
import { progress } from './measure/progress.js';
import { perOperation, type Row } from './measure/report.js';
import type { Stand } from './measure/stand.js';

export interface DeskPlan {
  /** Registrations in a full stream. */
  taken: number;
}

const part = 'desk';
const service = 'routing';

/** Routing alone: units for what waits in a full stream. */
export async function measureDesk(stand: Stand, { taken: count }: DeskPlan): Promise<Row> {
  const source = letters(11);
  // Each names a duty; some name another as well, and wait in the holding pen.
  const letter = () => {
    const { title, text } = source.next().value;
    return { title: `路灯不亮${title}`.slice(0, 200), text };
  };
  const known = async (where: string) => Number((await stand.sql<{ count: string }>(`SELECT count(*) FROM routing.message WHERE ${where}`))[0]?.count);
  const { perSecond, cpu } = await fromFullStream(stand, { service, count, registration: (index) => registration(index, letter()), done: async () => (await known('true')) >= count });
  const assigned = await known(`state = 'assigned'`);
  progress(`${count} messages taken, ${assigned} of them assigned, ${Math.round(perSecond)}/s`);
  return { part, what: 'messages assigned from a full stream', value: (perSecond * assigned) / count, unit: '/s', goal: { atLeast: 3_000 }, cpu: perOperation(cpu, assigned) };
}
