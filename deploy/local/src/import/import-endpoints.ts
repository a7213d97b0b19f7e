import type { ImportEndpoints, Outcome } from '@wenzheng/imports';
import type { ApiClient } from '../commands/api-client.js';
import type { Endpoints } from '../platform/endpoints.js';

interface Answer {
  results: (Omit<Outcome, 'reason'> & { code?: string | null })[];
}

/** The endpoints of an import, as the client calls them; a refusal is told by its code. */
export function importEndpoints(client: ApiClient, { services }: Pick<Endpoints, 'services'>): ImportEndpoints {
  const post = async (service: string, body: unknown): Promise<Outcome[]> => {
    const { results } = await client.post<Answer>(`${service}/v1/imports`, body);
    return results.map(({ status, messageId, code }) => ({ status, ...(messageId && { messageId }), ...(code && { reason: code }) }));
  };
  return { register: (body) => post(services.intake, body), file: (body) => post(services.routing, body) };
}
