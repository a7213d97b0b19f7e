import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName, MessageKind } from '@wenzheng/contracts';
import { Calendars } from '@wenzheng/messaging';
import { admittedTo, allowedAction, allowedActionSchema as schemaOf, DATA_SOURCE, refusedBy, type AllowedAction as Allowed, type Caller, type DataSource, type Problem } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { AssignmentController } from '../assignment/assignment.controller.js';
import { returnRefusal } from '../assignment/assignment.rules.js';
import { refusedIn } from '../message/action/message-actions.service.js';
import { messageActions, type AssignedBy, type MessageState } from '../message/message-state.rules.js';
import { problem } from '../problems.js';
import { MergeController } from '../reply/merge/merge.controller.js';
import { isLeadSql, mergeOf, type StandingMerge } from '../reply/merge/merges.service.js';
import { RenewalController } from '../renewal/renewal.controller.js';
import { DraftController } from '../reply/draft/draft.controller.js';
import { ExtensionController } from '../reply/extension/extension.controller.js';
import { ReplyController } from '../reply/reply.controller.js';
import { renewalOf, renewalRefusal, type Renewal } from '../reply/renewed-handling.js';
import { CoTaskController } from '../co-handling/co-task.controller.js';
import { firstAskedSpeaks } from '../reply/first-asked.rules.js';
import { IdentityRequests } from '../identity/identity-requests.service.js';
import { IdentityRequestController } from '../identity/identity-request.controller.js';
import { Signatories } from '../reply/sign-off/signatories.js';
import { RulingController } from '../ruling/ruling.controller.js';
import { CLOCK } from '../tokens.js';
import { TransferController } from '../transfer/transfer.controller.js';
import { People } from '../unit/person/people.service.js';

/** What can be done about a message: `draft` begins a reply that others sign, the other papers of a unit are drafted or, where nobody else has to sign, given at once. */
export const actions = [...messageActions, 'draft'] as const;
export type Action = (typeof actions)[number];

export const allowedActionSchema = schemaOf('AllowedAction', actions);
export type AllowedAction = Allowed<Action>;

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
  /** Whose request to read who wrote it waits, or was granted and holds. */
  requesters: string[];
  /** Of a dissatisfied rating whether it is still to be decided about; null: there is none. */
  isRatingOpen: boolean | null;
}

/** By which request each is done: its guard says whose it is. */
const requests: Record<Action, (caller: Caller) => boolean> = {
  assign: admittedTo(AssignmentController, 'assign'),
  return: admittedTo(AssignmentController, 'return'),
  draft: admittedTo(DraftController, 'begin'),
  reply: admittedTo(ReplyController, 'reply'),
  'interim-reply': admittedTo(ReplyController, 'reply'),
  extension: admittedTo(ExtensionController, 'extend'),
  correction: admittedTo(DraftController, 'begin'),
  supplement: admittedTo(DraftController, 'begin'),
  'propose-ruling': admittedTo(RulingController, 'propose'),
  rule: admittedTo(RulingController, 'rule'),
  'decide-objection': admittedTo(RulingController, 'decide'),
  transfer: admittedTo(TransferController, 'send'),
  merge: admittedTo(MergeController, 'merge'),
  unmerge: admittedTo(MergeController, 'undo'),
  'decide-rating': admittedTo(RenewalController, 'decide'),
  'renewed-reply': admittedTo(ReplyController, 'reply'),
  'request-identity': admittedTo(IdentityRequestController, 'request'),
  'ask-co-unit': admittedTo(CoTaskController, 'ask'),
};
/** What is done as somebody of the unit. */
const unitActions: ReadonlySet<Action> = new Set(['return', 'draft', 'reply', 'interim-reply', 'extension', 'correction', 'supplement', 'propose-ruling', 'renewed-reply']);
/** What the office does for any unit, and the unit for its own. */
const sharedActions: ReadonlySet<Action> = new Set(['merge', 'unmerge', 'ask-co-unit']);
/** What is given at once, by whoever may sign. */
const signed: ReadonlySet<Action> = new Set(['reply', 'interim-reply', 'extension', 'renewed-reply']);

/** What a caller may do about a message now, and why not. Of what nobody of his roles ever does nothing is said. */
@Injectable()
export class AllowedActions {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Calendars) private readonly calendars: Calendars,
    @Inject(People) private readonly people: People,
    @Inject(Signatories) private readonly signatories: Signatories,
    @Inject(IdentityRequests) private readonly identityRequests: IdentityRequests,
  ) {}

  async of(message: Standing, caller: Caller): Promise<AllowedAction[]> {
    const possible = actions.filter((action) => requests[action](caller));
    if (possible.length === 0) return [];
    const [[facts], merge, renewal, clerking, signing] = await Promise.all([
      this.dataSource.query<[Facts]>(factsSql, [message.messageId, this.clock.now()]), mergeOf(this.dataSource, message.messageId), renewalOf(this.dataSource, message.messageId), this.clerking(message, caller), this.signing(message, caller)]);
    const requesting = await this.requesting(message, caller);
    const telling = firstAskedSpeaks(message, caller.unit) ? await this.signing({ ...message, unitCode: message.firstAsked }, caller) : signing;
    const renewing = renewal ? await this.signing({ ...message, unitCode: renewal.unitCode }, caller) : signing;
    return possible.map((action) => {
      const asOffice = !unitActions.has(action) && !(sharedActions.has(action) && !caller.roles.includes('information-office'));
      const asPerson = action === 'request-identity' ? requesting : asOffice ? null : action === 'renewed-reply' ? renewing : action === 'interim-reply' ? telling : signed.has(action) ? signing : clerking;
      return allowedAction(action, asPerson ?? this.refusal(action, message, { ...facts, merge, renewal }, caller));
    });
  }

  private refusal(action: Action, message: Standing, facts: Facts & { merge: StandingMerge | undefined; renewal: Renewal | undefined }, caller: Caller): Problem | null {
    if (action === 'decide-objection' && facts.objectedRuler === null) return problem('routing.nothing-to-decide');
    const inTheWay = refusedIn(action === 'draft' ? 'reply' : action, message.state);
    if (inTheWay) return inTheWay;
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
      case 'decide-rating':
        return facts.isRatingOpen ? null : problem(facts.isRatingOpen === null ? 'routing.nothing-to-renew' : 'routing.rating-decided');
      case 'renewed-reply':
        return renewalRefusal(facts.renewal);
      case 'merge':
        return message.kind === 'report' ? problem('routing.report-not-merged') : facts.merge ? mergedInto(facts.merge) : facts.isLead ? problem('routing.merge-of-lead') : null;
      case 'unmerge':
        return facts.merge ? null : problem('routing.not-merged');
      case 'request-identity':
        return facts.requesters.includes(caller.subject) ? problem('routing.identity-requested') : null;
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

  private requesting(message: Standing, caller: Caller): Promise<Problem | null> {
    return refusedBy(async () => void (await this.identityRequests.requestingUnit(this.dataSource.manager, message, caller)));
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
  ${isLeadSql('$1')} AS "isLead",
  (SELECT outcome IS NULL FROM rating WHERE message_id = $1 AND rating = 'dissatisfied') AS "isRatingOpen",
  ARRAY(SELECT requester FROM identity_request WHERE message_id = $1 AND (decision IS NULL OR until > $2)) AS requesters`;

const mergedInto = ({ into }: StandingMerge): Problem => problem('routing.merged', { parameters: { number: into.messageNumber } });

const asProblem = (refusal: ReturnType<typeof returnRefusal>): Problem | null => refusal && problem(refusal.code, { parameters: refusal.parameters });
