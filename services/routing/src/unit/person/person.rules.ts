import { z } from 'zod';
import type { RoutingProblemCode } from '../../problems.js';

/** 岗位: inside a unit, or of an office of the city. */
export const unitPostSchema = z.enum(['web-admin', 'backup', 'reviewer', 'principal']);
export const officeSchema = z.enum(['information-office', 'supervision-office', 'inspection-bureau', 'administrator', 'security-administrator', 'auditor']);
export const postSchema = z.enum([...unitPostSchema.options, ...officeSchema.options]);
export type UnitPost = z.infer<typeof unitPostSchema>;
export type Office = z.infer<typeof officeSchema>;
export type Post = z.infer<typeof postSchema>;

export const personStateSchema = z.enum(['active', 'suspended', 'removed']);
export type PersonState = z.infer<typeof personStateSchema>;

export const postNames: Record<Post, string> = {
  'web-admin': '网管员', backup: '备岗网管员', reviewer: '审核人', principal: '主要负责人',
  'information-office': '信息办人员', 'supervision-office': '督查室人员', 'inspection-bureau': '监察机关人员', administrator: '系统管理员', 'security-administrator': '安全管理员', auditor: '审计员',
};

export const isOffice = (post: string): post is Office => officeSchema.safeParse(post).success;

/** Roles of tokens. Services come by one too, and are nobody. */
export type Role = Exclude<Post, 'backup'> | 'ledger-reader';

/** The role of a token by which somebody with this post signs in: a backup comes as a web admin. */
export const roleOf = (post: Post): Role => (post === 'backup' ? 'web-admin' : post);

export interface ListedPost {
  /** Null for an office of the city. */
  unit: string | null;
  post: Post;
  isHeld: boolean;
}

/** A person as the registry has it, with every post that it ever had. */
export interface ListedPerson {
  subject: string;
  name: string;
  state: PersonState;
  posts: ListedPost[];
}

/** Whoever the registry lets act now. */
export interface Person {
  subject: string;
  name: string;
  /** Of those of the token: what the registry confirms. */
  roles: Role[];
}

export type PersonRefusal = Extract<RoutingProblemCode, 'routing.person-unknown' | 'routing.person-removed' | 'routing.person-suspended' | 'routing.post-ended' | 'routing.not-in-registry'>;

/** Why nobody of this state does anything, whatever the post. */
export function refusalOfState(person: ListedPerson | undefined): PersonRefusal | null {
  if (person?.state === 'removed') return 'routing.person-removed';
  return person?.state === 'suspended' ? 'routing.person-suspended' : null;
}

/** What of a token it takes. */
interface Claims {
  unit: string | null;
}

/**
 * Which of the asked roles the registry confirms. Of an office it confirms every token as long as it lists nobody of that office.
 * @returns why none, if there is none
 */
export function confirmedRoles(caller: Claims, asked: readonly Role[], person: ListedPerson | undefined, listedOffices: ReadonlySet<string>): Role[] | PersonRefusal {
  const refusal = refusalOfState(person);
  if (refusal) return refusal;
  const judged = asked.map((role) => ({ role, refusal: refusalOfRole(role, caller, person, listedOffices) }));
  const confirmed = judged.filter((one) => one.refusal === null).map(({ role }) => role);
  if (confirmed.length > 0) return confirmed;
  const refusals = judged.map((one) => one.refusal);
  return refusals.find((one) => one === 'routing.post-ended') ?? refusals[0] ?? 'routing.person-unknown';
}

function refusalOfRole(role: Role, { unit }: Claims, person: ListedPerson | undefined, listedOffices: ReadonlySet<string>): PersonRefusal | null {
  if (role === 'ledger-reader') return null;
  const office = isOffice(role);
  const posts = person?.posts.filter((one) => roleOf(one.post) === role && one.unit === (office ? null : unit)) ?? [];
  if (posts.some(({ isHeld }) => isHeld)) return null;
  if (posts.length > 0) return 'routing.post-ended';
  if (!office) return 'routing.not-in-registry';
  return listedOffices.has(role) ? 'routing.person-unknown' : null;
}
