import { Controller } from '@nestjs/common';
import { channelProbed, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { OnEvent, type EventContext } from '@wenzheng/messaging';
import { insertRows } from '@wenzheng/platform';
import { addDays } from '@wenzheng/working-days';
import { ProbedDayEntity, ProbedWayEntity } from './probe.entity.js';
import { expectedOf } from './uptime.rules.js';

const keptDays = 400;

@Controller()
export class ProbeHandlers {
  /** Of each way in, and each of its days, the newest; whatever order they come in. */
  @OnEvent(channelProbed)
  async onProbe(events: EventEnvelope<EventData<typeof channelProbed>>[], { manager }: EventContext): Promise<void> {
    const told = events.toSorted((one, other) => one.sequence - other.sequence);
    const ways = new Map(told.map(({ sequence, data }) => [keyOf(data), { connector: data.connector, name: data.name, way: data.way, sequence, state: data }]));
    const days = new Map(told.map(({ sequence, data: { connector, name, way, day, everySeconds } }) => [`${keyOf({ connector, name, way })} ${day.date}`, { connector, name, way, sequence, ...day, expected: expectedOf(everySeconds) }]));
    await insertRows(manager, ProbedWayEntity, inOrder(ways), { onConflict: { update: 'all', where: 'excluded.sequence > probed_way.sequence' } });
    await insertRows(manager, ProbedDayEntity, inOrder(days), { onConflict: { update: 'all', where: 'excluded.sequence > probed_day.sequence' } });
    const newest = told.map(({ data }) => data.day.date).sort().at(-1)!;
    await manager.query('DELETE FROM probed_day WHERE date < $1', [addDays(newest, -keptDays)]);
  }
}

const keyOf = ({ connector, name, way }: { connector: string; name: string; way: string }): string => [connector, name, way].join(' ');

/** One order for every replica. */
const inOrder = <Row>(rows: ReadonlyMap<string, Row>): Row[] => [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
