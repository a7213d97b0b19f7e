import type { paths } from '../../dist/api/deadline-supervision.js';
import { bodyOf, inBackground, supervision } from './clients.js';

type Asked = NonNullable<paths['/v1/board/messages']['get']['parameters']['query']>;

/** As JSON; the same address gives a sheet too. */
export async function readBoardMessages(query: Omit<Asked, 'format'>) {
  const body = await bodyOf(supervision.GET('/v1/board/messages', { ...inBackground, params: { query } }));
  return body as Exclude<typeof body, string | undefined>;
}
