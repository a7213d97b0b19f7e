import createClient, { type Middleware } from 'openapi-fetch';
import type { paths as RoutingPaths } from '../../dist/api/routing.js';
import type { paths as PublicationPaths } from '../../dist/api/publication.js';
import type { paths as SupervisionPaths } from '../../dist/api/deadline-supervision.js';
import type { paths as IntakePaths } from '../../dist/api/intake.js';
import { lostLink, problemOf, RequestProblem } from './problem.js';
import { session, signedOut } from '../shell/session.js';

export type * from './schemas.js';

/** Every call carries the session's cookie and, where it changes something, its token against forgery. */
const own: Middleware = {
  onRequest({ request }) {
    request.headers.set('accept-language', 'zh');
    if (request.method !== 'GET' && session.value) request.headers.set('x-csrf-token', session.value.csrf);
  },
  async onResponse({ response }) {
    if (response.ok) return;
    const problem = problemOf(response.status, await response.clone().json().catch(() => null));
    if (response.status === 401) signedOut();
    throw problem;
  },
  onError({ error }) {
    return error instanceof RequestProblem ? error : lostLink();
  },
};

function client<Paths extends object>(service: string) {
  const made = createClient<Paths>({ baseUrl: `/api/${service}` });
  made.use(own);
  return made;
}

export const routing = client<RoutingPaths>('routing');
export const publication = client<PublicationPaths>('publication');
export const supervision = client<SupervisionPaths>('deadline-supervision');
export const intake = client<IntakePaths>('intake');

/** What is asked again by itself does not keep an idle session alive. */
export const inBackground = { headers: { 'x-background': '1' } };

/** A deed has a key of its own, so that it can be sent again after a lost link without being done twice. */
export const newDeed = () => ({ headers: { 'idempotency-key': crypto.randomUUID() } });

/** The body of an answer; a failed one was thrown by the client. */
export async function bodyOf<Data>(answer: Promise<{ data?: Data }>): Promise<Data> {
  return (await answer).data as Data;
}
