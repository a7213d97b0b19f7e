// What the specs of urging orders share: overdue messages, and orders about them. Specs alone import it.
import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { housing, Life, type Asking, type Replica } from '../../deadline-supervision.fixture.js';

export const office = { role: 'supervision-office' as const, sub: 'li' };
export const admin = { role: 'web-admin' as const, unit: housing.code, sub: 'wang' };
export const at = (instant: string) => `${instant}+08:00`;
export const report = { process: '现场勘查', situation: '电缆损坏', result: 'resolved', next: null };
export const draftOf = (messageIds: string[], more: object = {}) => ({ title: '关于路灯不亮的督办', unit: housing.code, messageIds, contact: '李某 0554-1234567', ...more });

/** The hands of offices and units on urging orders, at the replica that the spec has started by then. */
export function ordersAt(replica: () => Replica) {
  const registered = async (day: string, unit = housing): Promise<Life> => {
    const life = new Life();
    await replica().handle(life.registered(at(`${day}T15:00:00`)), life.assigned(at(`${day}T15:01:00`), unit));
    return life;
  };
  /** A message that is overdue since 2026-09-22. */
  const overdue = (unit = housing): Promise<Life> => registered('2026-09-17', unit);
  const act = (id: string, resource: string, body: object = {}, who: Asking = office, on = replica()) => on.call(`/v1/urging-orders/${id}/${resource}`, { ...who, body });
  const read = async (id: string, who: Asking = office) => (await replica().call(`/v1/urging-orders/${id}`, who)).body;
  const sign = (id: string, on?: Replica) => act(id, 'signatures', {}, office, on);
  const drafted = async (more: object = {}, messages?: string[]): Promise<string> => {
    const ids = messages ?? [(await overdue()).messageId];
    const { status, body, headers } = await replica().call('/v1/urging-orders', { ...office, body: draftOf(ids, { contact: `李某 0554-1234567 ${randomUUID()}`, ...more }) });
    expect([status, headers.get('location')]).toEqual([201, `/v1/urging-orders/${String(body['id'])}`]);
    return body['id'] as string;
  };
  const served = async (more: object = {}, messages?: string[]): Promise<string> => {
    const id = await drafted(more, messages);
    await sign(id);
    await act(id, 'services');
    return id;
  };
  return { registered, overdue, act, read, sign, drafted, served };
}
