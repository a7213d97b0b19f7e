import { isComplainedOf, type Complaint } from '../assignment/assignment.rules.js';
import type { RoutingProblemCode } from '../problems.js';
import type { ListedPost, Role } from '../unit/person/person.rules.js';
import type { UnitTree } from '../unit/unit-tree.rules.js';

export type IdentityDecision = 'granted' | 'refused';
export type GrantingOffice = 'information-office' | 'supervision-office';

/** For how long a grant holds. `default`: the regulation is silent. */
export const grantHours = { default: 24, atMost: 168 };

/** What a unit asks the information office decides; what that asks itself, the supervision office. */
export const grantingOffice = ({ unitCode }: { unitCode: string | null }): GrantingOffice => (unitCode === null ? 'supervision-office' : 'information-office');

export interface Decider {
  subject: string;
  roles: readonly Role[];
  /** That are held today, a deputy's among them. */
  posts: readonly Pick<ListedPost, 'unit' | 'post'>[];
}

/** Who decides is a third person: neither who asks nor of the own unit or office, and nobody of a unit that the message complains of. */
export function decisionRefusal(request: { requester: string; unitCode: string | null }, complaint: Complaint, decider: Decider, tree: UnitTree): RoutingProblemCode | null {
  const { requester, unitCode } = request;
  const isOfRequesters = ({ unit, post }: Decider['posts'][number]) => (unitCode === null ? post === 'information-office' : unit !== null && tree.isWithin(unit, unitCode));
  const isOfSameOffice = unitCode === null && decider.roles.includes('information-office');
  if (decider.subject === requester || isOfSameOffice || decider.posts.some(isOfRequesters)) return 'routing.identity-request-of-own';
  if (!decider.roles.includes(grantingOffice(request))) return 'routing.identity-decided-by-another-office';
  return decider.posts.some(({ unit }) => unit !== null && isComplainedOf(complaint, unit, tree)) ? 'routing.identity-decider-complained-of' : null;
}
