import { bodyOf, inBackground, routing, type SignOffPolicy } from './clients.js';

/** What holds now, of every scope. */
export async function allSignOffPolicies(): Promise<SignOffPolicy[]> {
  const policies: SignOffPolicy[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page = await bodyOf(routing.GET('/v1/sign-off-policies', { ...inBackground, params: { query: { limit: 200, ...(after !== undefined && { after }) } } }));
    policies.push(...page.items);
    after = page.next;
  }
  return policies;
}
