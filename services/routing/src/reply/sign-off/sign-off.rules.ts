import type { MessageKind } from '@wenzheng/contracts';
import { z } from 'zod';
import type { RoutingProblemCode } from '../../problems.js';
import { unitPostSchema, type UnitPost } from '../../unit/person/person.rules.js';

/** 审核、签发: who may take a step. */
export const signOffStepSchema = z.array(z.enum(['reviewer', 'principal'])).min(1).max(2);
export const signOffStepsSchema = z.array(signOffStepSchema).max(3);
export type SignOffStep = z.infer<typeof signOffStepSchema>;

export interface SignOffPolicy {
  steps: readonly SignOffStep[];
  /** Whoever wrote the last version may approve and sign it. */
  drafterMaySign: boolean;
}

/** `default`; no rule of the city says how a unit signs. */
export const defaultPolicy: SignOffPolicy = { steps: [['reviewer', 'principal']], drafterMaySign: true };

export interface DecidedPolicy extends Omit<SignOffPolicy, 'steps'> {
  unitCode: string | null;
  kind: MessageKind | null;
  steps: readonly SignOffStep[] | null;
}

/** What holds for a message: what was decided of its unit and kind, else of its unit, else of its kind, else of everything. */
export function policyFor(decided: readonly DecidedPolicy[], unitCode: string, kind: MessageKind | null): SignOffPolicy {
  const scopes: [string | null, MessageKind | null][] = [[unitCode, kind], [unitCode, null], [null, kind], [null, null]];
  for (const [unit, of] of scopes) {
    const found = decided.find((one) => one.unitCode === unit && one.kind === of);
    if (found && found.steps !== null) return { steps: found.steps, drafterMaySign: found.drafterMaySign };
  }
  return defaultPolicy;
}

/** A step that nobody of the unit can take falls away; where none is left, its web admin signs. */
export const stepsOf = ({ steps }: SignOffPolicy, held: ReadonlySet<UnitPost>): SignOffStep[] =>
  steps.map((step) => step.filter((post) => held.has(post))).filter((step) => step.length > 0);

/** Who signed, and for whom 代签: by the token and the registry, never by what somebody typed. */
export const signatorySchema = z.object({
  subject: z.string(),
  name: z.string(),
  post: unitPostSchema,
  deputyOf: z.object({ subject: z.string(), name: z.string() }).nullable(),
});
export type Signatory = z.infer<typeof signatorySchema>;

/** 转由他人审核: somebody else of the unit who may take the step that waits. */
export const refereeSchema = z.object({ subject: z.string(), name: z.string(), post: unitPostSchema });
export type Referee = z.infer<typeof refereeSchema>;

export const draftKinds = ['reply', 'interim-reply', 'extension', 'correction', 'supplement', 'renewed-reply'] as const;
export type DraftKind = (typeof draftKinds)[number];

export const storedDraftStates = ['drafting', 'in-sign-off', 'signed', 'discarded'] as const;
export type StoredDraftState = (typeof storedDraftStates)[number];
/** `reassigned`: the message has left the unit since. */
export const draftStates = [...storedDraftStates, 'reassigned'] as const;
export type DraftState = (typeof draftStates)[number];

export const draftActs = ['save', 'attach', 'submit', 'withdraw', 'discard', 'approve', 'send-back', 'sign', 'refer'] as const;
export type DraftAct = (typeof draftActs)[number];

/** A draft as decisions see it. */
export interface DraftCase {
  state: DraftState;
  steps: readonly SignOffStep[];
  step: number;
}

const webAdmins: readonly UnitPost[] = ['web-admin', 'backup'];
const signers: readonly UnitPost[] = ['reviewer', 'principal'];

/** Whose requests are heard at all, by their tokens; in which post they act the registry says. */
export const clerks = ['web-admin'] as const;
export const unitRoles = ['web-admin', 'reviewer', 'principal'] as const;
export const rolesOf = (act: DraftAct): readonly (typeof unitRoles)[number][] => (act === 'submit' || act === 'attach' ? clerks : unitRoles);

/** The one table: in which state an act has its place. */
const places: Record<DraftAct, readonly DraftState[]> = {
  save: ['drafting', 'in-sign-off'],
  attach: ['drafting'],
  submit: ['drafting'],
  discard: ['drafting'],
  withdraw: ['in-sign-off'],
  approve: ['in-sign-off'],
  'send-back': ['in-sign-off'],
  sign: ['in-sign-off'],
  refer: ['in-sign-off'],
};

/** The other one: which posts an act is for, of the step that waits where the act belongs to a step. */
export function postsFor(act: DraftAct, { state, steps, step }: DraftCase): readonly UnitPost[] {
  if (act === 'save') return state === 'in-sign-off' ? (steps[step] ?? signers) : webAdmins;
  if (act === 'attach' || act === 'submit' || act === 'discard' || act === 'withdraw') return webAdmins;
  return steps[step] ?? signers;
}

export function refusalOfAct(act: DraftAct, draft: DraftCase): RoutingProblemCode | null {
  if (draft.state === 'reassigned') return 'routing.draft-reassigned';
  if (!places[act].includes(draft.state)) return draft.state === 'drafting' ? 'routing.draft-not-submitted' : draft.state === 'in-sign-off' ? 'routing.draft-in-sign-off' : 'routing.draft-decided';
  const isLast = draft.step === draft.steps.length - 1;
  if ((act === 'approve' && isLast) || (act === 'sign' && !isLast)) return 'routing.not-this-step';
  return null;
}

/** 一人一步: nobody takes two steps of one sign-off, and the policy may keep whoever wrote it from any. */
export function refusalOfPerson(subject: string, known: { takenBefore: readonly string[]; writtenBy: string }, { drafterMaySign }: SignOffPolicy): RoutingProblemCode | null {
  if (known.takenBefore.includes(subject)) return 'routing.step-by-another';
  return known.writtenBy === subject && !drafterMaySign ? 'routing.drafter-cannot-sign' : null;
}
