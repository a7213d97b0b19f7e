import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, MessageKind } from '@wenzheng/contracts';
import { Calendars } from '@wenzheng/messaging';
import { DATA_SOURCE, Problem, type Caller, type DataSource, type Role } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { z } from 'zod';
import { returnRefusal } from '../assignment/assignment.rules.js';
import { messageActions, refusalOf, type AssignedBy, type MessageState } from '../message/message-state.rules.js';
import { problem } from '../problems.js';
import { isLeadSql, mergeOf, type StandingMerge } from '../reply/merge/merges.service.js';
import { Signatories } from '../reply/sign-off/signatories.js';
import { CLOCK } from '../tokens.js';
import { People } from '../unit/person/people.service.js';

/** What can be done about a message: `draft` begins a reply that others sign, the other papers of a unit are drafted or, where nobody else has to sign, given at once. */
export const actions = [...messageActions, 'draft'] as const;
export type Action = (typeof actions)[number];

export const allowedActionSchema = z
  .object({
    action: z.enum(actions),
    allowed: z.boolean(),
    reason: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable().describe('why not; what the same request would be refused with'),
  })
  .meta({ id: 'AllowedAction' });
export type AllowedAction = z.infer<typeof allowedActionSchema>;

/** A message as far as what may be done about it goes. */
export interface Standing {
  messageId: string;
  state: Exclude<MessageState, 'unregistered'>;
  channel: ChannelName;
  kind: MessageKind | null;
  unitCode: string | null;
  assignedAt: Date | null;
  assignedBy: AssignedBy | null;
  /** Code of the unit that was asked in an interview. */
  firstAsked: string | null;
  designated: boolean;
}

interface Facts {
  isExtended: boolean;
  isProposed: boolean;
  isSent: boolean;
  isPublished: boolean;
  isDrafted: boolean;
  objectedRuler: string | null;
  isDisputed: boolean;
  isLead: boolean;
}

const office: readonly Role[] = ['information-office'];
const clerk: readonly Role[] = ['web-admin'];
const officeOrClerk: readonly Role[] = ['information-office', 'web-admin'];
const unit: readonly Role[] = ['web-admin', 'reviewer', 'principal'];
const rolesOf: Record<Action, readonly Role[]> = {
  assign: office, return: clerk, draft: clerk, reply: unit, 'interim-reply': unit, extension: unit, correction: clerk, supplement: clerk,
  'propose-ruling': clerk, rule: office, 'decide-objection': office, transfer: office,
  merge: officeOrClerk, unmerge: officeOrClerk,
};
const isOfficers = (action: Action, caller: Caller): boolean => rolesOf[action] === office || (rolesOf[action] === officeOrClerk && caller.roles.includes('information-office'));
/** What is given at once, by whoever may sign. */
const signed: ReadonlySet<Action> = new Set(['reply', 'interim-reply', 'extension']);

/** What a caller may do about a message now, and why not. Of what nobody of his roles ever does nothing is said. */
@Injectable()
export class AllowedActions {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(People) private readonly people: People,
    @Inject(Signatories) private readonly signatories: Signatories,
  ) {}

  async of(message: Standing, caller: Caller): Promise<AllowedAction[]> {
    const possible = actions.filter((action) => rolesOf[action].some((role) => caller.roles.includes(role)));
    if (possible.length === 0) return [];
    const [[facts], merge, clerking, signing] = await Promise.all([
      this.dataSource.query<[Facts]>(factsSql, [message.messageId]), mergeOf(this.dataSource, message.messageId), this.clerking(message, caller), this.signing(message, caller)]);
    return possible.map((action) => {
      const inTheWay = (isOfficers(action, caller) ? null : signed.has(action) ? signing : clerking) ?? this.refusal(action, message, { ...facts, merge }, caller);
      if (!inTheWay) return { action, allowed: true, reason: null };
      const said = (language: 'zh' | 'en') => inTheWay.toDocument(language, '').detail;
      return { action, allowed: false, reason: { code: inTheWay.code, zh: said('zh'), en: said('en') } };
    });
  }

  private refusal(action: Action, message: Standing, facts: Facts & { merge: StandingMerge | undefined }, caller: Caller): Problem | null {
    if (action === 'decide-objection' && facts.objectedRuler === null) return problem('routing.nothing-to-decide');
    const code = refusalOf(action === 'draft' ? 'reply' : action, message.state);
    if (code) return problem(code);
    switch (action) {
      case 'assign':
        return facts.isDisputed ? problem('routing.dispute-open') : null;
      case 'return':
        return asProblem(returnRefusal(message, this.clock.now(), this.calendars.current)) ?? (facts.isDisputed ? problem('routing.dispute-open') : null);
      case 'extension':
        return facts.isExtended ? problem('routing.extension-exists') : null;
      case 'reply':
        return facts.merge?.isAwaited ? mergedInto(facts.merge) : null;
      case 'draft':
        return facts.merge?.isAwaited ? mergedInto(facts.merge) : facts.isDrafted ? problem('routing.draft-exists') : null;
      case 'correction':
      case 'supplement':
        return facts.isPublished ? null : problem('routing.reply-not-published');
      case 'propose-ruling':
        return facts.isProposed ? problem('routing.ruling-proposed') : null;
      case 'decide-objection':
        return facts.objectedRuler === caller.subject ? problem('routing.objection-of-own-ruling') : null;
      case 'transfer':
        return facts.isSent ? problem('routing.transfer-without-receipt') : null;
      case 'merge':
        return message.kind === 'report' ? problem('routing.report-not-merged') : facts.merge ? mergedInto(facts.merge) : facts.isLead ? problem('routing.merge-of-lead') : null;
      case 'unmerge':
        return facts.merge ? null : problem('routing.not-merged');
      default:
        return null;
    }
  }

  /** As the web admin of the unit that has it, or standing in for one. */
  private clerking({ unitCode }: Standing, caller: Caller): Promise<Problem | null> {
    return refusedBy(async () => {
      if (unitCode === null) throw problem('routing.not-your-unit');
      await this.people.actingFor(caller, unitCode, ['web-admin', 'backup']);
    });
  }

  private signing(message: Standing, caller: Caller): Promise<Problem | null> {
    return refusedBy(async () => void (await this.signatories.signing({ manager: this.dataSource.manager, message }, caller)));
  }
}

const factsSql = `SELECT
  EXISTS (SELECT FROM extension WHERE message_id = $1) AS "isExtended",
  EXISTS (SELECT FROM ruling_proposal WHERE message_id = $1 AND outcome IS NULL) AS "isProposed",
  EXISTS (SELECT FROM transfer WHERE message_id = $1 AND transferred_at IS NULL) AS "isSent",
  EXISTS (SELECT FROM review WHERE message_id = $1 AND outcome = 'published') AS "isPublished",
  EXISTS (SELECT FROM draft JOIN message USING (message_id, assigned_at) WHERE message_id = $1 AND draft.kind = 'reply' AND draft.state IN ('drafting', 'in-sign-off')) AS "isDrafted",
  (SELECT ruled_by FROM objection JOIN ruling USING (ruling_id) WHERE objection.message_id = $1 AND outcome IS NULL) AS "objectedRuler",
  EXISTS (SELECT FROM dispute WHERE message_id = $1 AND outcome IS NULL) AS "isDisputed",
  ${isLeadSql('$1')} AS "isLead"`;

const mergedInto = ({ into }: StandingMerge): Problem => problem('routing.merged', { parameters: { number: into.messageNumber } });

const asProblem = (refusal: ReturnType<typeof returnRefusal>): Problem | null => refusal && problem(refusal.code, { parameters: refusal.parameters });

async function refusedBy(work: () => Promise<void>): Promise<Problem | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}
