import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from '@wenzheng/platform';
import { assertAllowed, type ActionContext } from '../message/action/message-actions.service.js';
import { problem } from '../problems.js';
import { signedAttachments } from './attachment/draft-attachment-rows.js';
import type { DraftRow, VersionRow } from './draft/draft-rows.js';
import { Extensions } from './extension/extensions.service.js';
import { assertAnsweredByItself } from './merge/merges.service.js';
import { Replies } from './replies.service.js';
import { renewalToAnswer } from './renewed-handling.js';
import type { DraftKind, Signatory } from './sign-off/sign-off.rules.js';

type Manager = Pick<EntityManager, 'query'>;
type PaperOf = Pick<DraftRow, 'kind' | 'replyId' | 'unitCode' | 'unitName'>;

/** What a draft becomes: each kind of paper by its own rules. */
@Injectable()
export class Papers {
  constructor(
    @Inject(Replies) private readonly replies: Replies,
    @Inject(Extensions) private readonly extensions: Extensions,
  ) {}

  /**
   * The reply at the head of those that correct it, and for a supplement of those that supplement it.
   * @throws Problem `routing.unknown-reply`, `routing.reply-not-published`
   */
  async rootOf(manager: Manager, messageId: string, replyId: string, kind: DraftKind): Promise<string> {
    const [found] = await manager.query<{ root: string; supplements: string | null; isPublished: boolean }[]>(
      `SELECT root.reply_id AS root, root.supplements, outcome IS NOT DISTINCT FROM 'published' AS "isPublished"
       FROM reply JOIN reply AS root ON root.reply_id = coalesce(reply.corrects, reply.reply_id) LEFT JOIN review ON review.reply_id = root.reply_id
       WHERE reply.message_id = $1 AND reply.reply_id = $2 AND reply.state = 'submitted'`,
      [messageId, replyId],
    );
    if (!found) throw problem('routing.unknown-reply');
    if (!found.isPublished) throw problem('routing.reply-not-published');
    return kind === 'supplement' ? (found.supplements ?? found.root) : found.root;
  }

  /** Refuses before anybody signs what could not be issued. */
  async assertIssuable(at: Pick<ActionContext, 'manager' | 'message' | 'now'>, { kind, replyId }: PaperOf, { newDueOn }: Pick<VersionRow, 'newDueOn'>): Promise<void> {
    if (kind === 'extension') return void (await this.extensions.rule(at, newDueOn ?? ''));
    assertAllowed(kind, at.message);
    if (kind === 'reply') await assertAnsweredByItself(at.manager, at.message.messageId);
    if (kind === 'renewed-reply') await renewalToAnswer(at.manager, at.message.messageId);
    if (replyId !== null && (await this.isAmendedInReview(at.manager, kind, replyId))) throw problem('routing.reply-in-review');
  }

  /** @returns the id of what was issued */
  async issue(at: ActionContext, draft: PaperOf & Pick<DraftRow, 'draftId'>, version: VersionRow, signatory: Signatory, findingReasons: { finding: string; reason: string }[]): Promise<string> {
    const unit = { code: draft.unitCode, name: draft.unitName };
    await this.assertIssuable(at, draft, version);
    if (draft.kind === 'extension') {
      return (await this.extensions.issue(at, { unit, reason: version.text, newDueOn: version.newDueOn ?? '' }, signatory)).extensionId;
    }
    const { kind, replyId } = draft;
    const amends = { corrects: kind === 'correction' ? replyId : null, supplements: kind === 'supplement' ? replyId : null };
    const renews = kind === 'renewed-reply' ? (await renewalToAnswer(at.manager, at.message.messageId)).renewalId : null;
    const interim = replyId === null ? kind === 'interim-reply' : await this.isInterim(at.manager, replyId);
    const attachments = await signedAttachments(at.manager, draft.draftId);
    return (await this.replies.issue(at, { unit, text: version.text, interim, ...amends, renews, outcome: version.outcome, attachments, findingReasons }, signatory)).replyId;
  }

  private async isInterim(manager: Manager, replyId: string): Promise<boolean> {
    const [root] = await manager.query<{ interim: boolean }[]>('SELECT interim FROM reply WHERE reply_id = $1', [replyId]);
    return root?.interim ?? false;
  }

  private async isAmendedInReview(manager: Manager, kind: DraftKind, replyId: string): Promise<boolean> {
    const column = kind === 'correction' ? 'corrects' : 'supplements';
    const rows = await manager.query<unknown[]>(
      `SELECT FROM reply LEFT JOIN review USING (reply_id) WHERE reply.${column} = $1 AND reply.state = 'submitted' AND review.reply_id IS NULL LIMIT 1`,
      [replyId],
    );
    return rows.length > 0;
  }
}
