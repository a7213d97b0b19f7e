import { bodyOf, inBackground, intake, publication, routing, supervision } from './clients.js';

/** What every service has of its own, in the one shape that the platform gives it: audit log and dead letters. */
export type ServiceName = 'intake' | 'routing' | 'deadline-supervision' | 'publication';

// One client's types stand for all four: the endpoints are the platform's.
const clients = { intake, routing, publication, 'deadline-supervision': supervision } as unknown as Record<ServiceName, typeof intake>;

const pageSize = 50;

/** A log goes on: it names where it will, which to people is no further page until something stands there. */
export async function readAuditLog(service: ServiceName, query: { after?: string; by?: string; did?: string; about?: string; from?: string; to?: string }) {
  const { items, next } = await bodyOf(clients[service].GET('/v1/audit-log', { ...inBackground, params: { query: { limit: pageSize, ...query } } }));
  return { items, next: items.length < pageSize ? null : next };
}

/** A deed that the log has from then on. */
export const exportAuditLog = (service: ServiceName, choice: { by?: string; did?: string; about?: string; from?: string; to?: string }) =>
  bodyOf(clients[service].POST('/v1/audit-log/exports', { body: choice }));

export const readDeadLetters = (service: ServiceName, query: { state: 'waiting' | 'replayed' | 'ignored'; after?: string }) =>
  bodyOf(clients[service].GET('/v1/dead-letters', { ...inBackground, params: { query: { limit: pageSize, ...query } } }));

export const replayDeadLetter = (service: ServiceName, id: string) => clients[service].POST('/v1/dead-letters/{id}/replays', { params: { path: { id } } });

export const dismissDeadLetter = (service: ServiceName, id: string, reason: string) => clients[service].POST('/v1/dead-letters/{id}/dismissals', { params: { path: { id } }, body: { reason } });
