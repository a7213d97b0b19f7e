import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, insertRows, type Caller, type DataSource, type EntityManager } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import type { ActionRequest } from '../../message/action/idempotency.js';
import { assertAllowed, MessageActions, type ActionAnswer, type ActionContext } from '../../message/action/message-actions.service.js';
import { problem } from '../../problems.js';
import { UnitRegistry } from '../../unit/unit-registry.service.js';
import { firstAskedSpeaks } from '../first-asked.rules.js';
import { assertAnsweredByItself } from '../merge/merges.service.js';
import { Papers } from '../papers.service.js';
import type { Outcome } from '../replies.service.js';
import { renewalOf, renewalToAnswer, type Renewal } from '../renewed-handling.js';
import { Signatories, type Standing } from '../sign-off/signatories.js';
import { postsFor, refusalOfAct, type DraftAct, type Signatory } from '../sign-off/sign-off.rules.js';
import { DraftEntity, DraftVersionEntity } from './draft.entity.js';
import { actsOf, draftOf, versionOf, type DraftRow } from './draft-rows.js';
import type { AutosaveBody, DraftBody, TypedOutcome, VersionBody } from './draft.schema.js';

/** Whoever saved so long ago, in real time, is editing. */
const editingMs = 60_000;

export interface DraftRequest<Body> extends Omit<ActionRequest<Body>, 'messageId'> {
  draftId: string;
}

export interface Editor {
  name: string;
  since: Date;
}

/** 拟稿: begun by the web admin, saved in versions, and as it is typed. */
@Injectable()
export class Drafts {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(MessageActions) private readonly actions: MessageActions,
    @Inject(Signatories) private readonly signatories: Signatories,
    @Inject(Papers) private readonly papers: Papers,
    @Inject(UnitRegistry) private readonly registry: UnitRegistry,
  ) {}

  async begin(request: ActionRequest<DraftBody>): Promise<ActionAnswer<{ draftId: string }>> {
    const { messageId, caller, body } = request;
    // The same words are another draft once the first was discarded.
    const [before] = await this.dataSource.query<[{ discarded: number }]>(`SELECT count(*)::int AS discarded FROM draft WHERE message_id = $1 AND state = 'discarded'`, [messageId]);
    const round = request.idempotencyKey === null ? before.discarded : null;
    return this.actions.act('draft', { ...request, body: { round, body } }, async (at) => {
      const { manager, message, now } = at;
      const renewal = body.kind === 'renewed-reply' ? await renewalOf(manager, messageId) : undefined;
      const isTelling = body.kind === 'interim-reply' && firstAskedSpeaks(message, caller.unit);
      const unitCode = isTelling ? message.firstAsked : (renewal?.unitCode ?? message.unitCode);
      if (unitCode === null) throw problem('routing.not-your-unit');
      const writer = await this.signatories.acting(caller, unitCode, ['web-admin', 'backup'], manager);
      assertAllowed(body.kind, message);
      if (body.kind === 'reply') await assertAnsweredByItself(manager, messageId);
      if (body.kind === 'renewed-reply') await renewalToAnswer(manager, messageId);
      const replyId = 'replyId' in body ? await this.papers.rootOf(manager, messageId, body.replyId, body.kind) : null;
      const unit = await this.registry.refOf(manager, unitCode);
      const draftId = randomUUID();
      const [row] = await manager.query<unknown[]>(
        `INSERT INTO draft (draft_id, message_id, unit_code, unit_name, assigned_at, kind, reply_id, state, version, started_at)
         SELECT $1, message_id, unit_code, $3, assigned_at, $4, $5, 'drafting', 1, $6
         FROM ${rowOf(isTelling, renewal)} WHERE message_id = $2 ON CONFLICT DO NOTHING RETURNING draft_id`,
        [draftId, messageId, unit.name, body.kind, replyId, now],
      );
      if (!row) throw problem('routing.draft-exists');
      const newDueOn = 'newDueOn' in body ? body.newDueOn : null;
      await insertRows(manager, DraftVersionEntity, [versionRow(draftId, 1, { text: body.text, newDueOn, outcome: outcomeOf(body) }, writer, now)]);
      return { draftId };
    });
  }

  /** A new version, on top of the one that was read: nobody's words are written over unseen. */
  save({ draftId, ...request }: DraftRequest<VersionBody>): Promise<ActionAnswer<{ draftId: string; version: number }>> {
    const { body, caller } = request;
    return this.act('save', draftId, request, async ({ manager, now, draft, by }) => {
      await this.assertCurrent(manager, draft, body.basedOn);
      if ((body.newDueOn !== undefined) !== (draft.kind === 'extension')) throw problem('routing.draft-date');
      const version = draft.version + 1;
      const before = await versionOf(manager, draftId, draft.version);
      // What is not said again stays.
      const outcome = hasOutcome(draft) || draft.kind === 'supplement' ? outcomeOf({ ...before.outcome, ...said(body) }) : null;
      await insertRows(manager, DraftVersionEntity, [versionRow(draftId, version, { text: body.text, newDueOn: body.newDueOn ?? null, outcome }, by, now)]);
      await manager.getRepository(DraftEntity).update({ draftId }, { version });
      await manager.query('DELETE FROM draft_autosave WHERE draft_id = $1 AND subject = $2', [draftId, caller.subject]);
      return { draftId, version };
    });
  }

  /** What is being typed: one row a person, written over as often as one likes. */
  async autosave(draftId: string, body: AutosaveBody, caller: Caller): Promise<{ savedAt: Date; version: number; editing: Editor[] }> {
    const draft = await draftOf(this.dataSource.manager, draftId);
    const person = await this.signatories.acting(caller, draft.unitCode);
    const refusal = refusalOfAct('save', draft);
    if (refusal) throw problem(refusal, { parameters: await this.lastAct(this.dataSource.manager, draftId) });
    const savedAt = new Date();
    await this.dataSource.query(
      `INSERT INTO draft_autosave (draft_id, subject, name, based_on, text, new_due_on, outcome, editing_since, saved_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
       ON CONFLICT (draft_id, subject) DO UPDATE SET name = excluded.name, based_on = excluded.based_on, text = excluded.text, new_due_on = excluded.new_due_on, outcome = excluded.outcome,
         saved_at = excluded.saved_at, editing_since = CASE WHEN draft_autosave.saved_at > $9 THEN draft_autosave.editing_since ELSE excluded.editing_since END`,
      [draftId, caller.subject, person.name, body.basedOn, body.text, body.newDueOn ?? null, typed(draft, body), savedAt, new Date(savedAt.getTime() - editingMs)],
    );
    return { savedAt, version: draft.version, editing: await this.editing(draftId, caller) };
  }

  /** Who else saved in the last minute. */
  editing(draftId: string, caller: Caller): Promise<Editor[]> {
    return this.dataSource.query<Editor[]>(
      'SELECT name, editing_since AS since FROM draft_autosave WHERE draft_id = $1 AND subject <> $2 AND saved_at > $3 ORDER BY editing_since',
      [draftId, caller.subject, new Date(Date.now() - editingMs)],
    );
  }

  /** One act of a person with a draft, under the lock of its message; `acting` names the post that the act is for. */
  async act<Body, Answer>(
    act: DraftAct,
    draftId: string,
    request: Omit<ActionRequest<Body>, 'messageId'>,
    work: (at: ActionContext & { draft: DraftRow; by: Signatory }) => Promise<Answer>,
  ): Promise<ActionAnswer<Answer>> {
    const { messageId } = await draftOf(this.dataSource.manager, draftId);
    const body = { draftId, round: request.idempotencyKey === null ? await this.round(act, draftId) : null, body: request.body };
    return this.actions.act(`draft ${act}`, { ...request, messageId, body }, async (at) => {
      const draft = await draftOf(at.manager, draftId);
      return work({ ...at, draft, by: await this.actor(at.manager, act, draft, await this.signatories.standing(request.caller, draft.unitCode, at.manager)) });
    });
  }

  /**
   * In which post, and for whom, somebody does it now.
   * @throws Problem by the table of acts, and what the registry says of the person
   */
  async actor(manager: Pick<EntityManager, 'query'>, act: DraftAct, draft: DraftRow, acting: Standing): Promise<Signatory> {
    await acting(act === 'save' ? undefined : postsFor(act, { ...draft, step: -1 }));
    const refusal = refusalOfAct(act, draft);
    if (refusal) throw problem(refusal, { parameters: await this.lastAct(manager, draft.draftId) });
    return acting(postsFor(act, draft));
  }

  /** @throws Problem `routing.draft-changed` with who and when */
  async assertCurrent(manager: EntityManager, draft: DraftRow, read: number): Promise<void> {
    if (draft.version === read) return;
    const [last] = await manager.query<{ name: string; at: Date }[]>(
      'SELECT written_by_name AS name, written_at AS at FROM draft_version WHERE draft_id = $1 AND version = $2',
      [draft.draftId, draft.version],
    );
    throw problem('routing.draft-changed', { parameters: { name: last?.name ?? '', at: last ? minuteOf(last.at) : '', version: draft.version } });
  }

  /** The same words are another deed once the draft has come back, or has been submitted anew. */
  private async round(act: DraftAct, draftId: string): Promise<number> {
    const done = (await actsOf(this.dataSource.manager, draftId)).map((one) => one.act);
    return done.filter((one) => (act === 'submit' ? one === 'send-back' || one === 'withdraw' : one === 'submit')).length;
  }

  private async lastAct(manager: Pick<EntityManager, 'query'>, draftId: string): Promise<Record<string, string>> {
    const [last] = await manager.query<{ name: string; at: Date }[]>(
      `SELECT signatory ->> 'name' AS name, at FROM draft_act WHERE draft_id = $1 ORDER BY ordinal DESC LIMIT 1`,
      [draftId],
    );
    return last ? { name: last.name, at: minuteOf(last.at) } : { name: '', at: '' };
  }
}

/** Whose draft it is, and since when: a renewed handling and a question first asked stay with their unit. */
function rowOf(isTelling: boolean, renewal: Renewal | undefined): string {
  if (isTelling) return '(SELECT message_id, first_asked AS unit_code, registered_at AS assigned_at FROM message) AS asked';
  return renewal ? '(SELECT message_id, unit_code, ordered_at AS assigned_at FROM renewal) AS renewed' : 'message';
}

const given = ({ result, promise }: Outcome): Outcome => ({ ...(result && { result }), ...(promise && { promise }) });

const said = ({ result, promise }: Pick<VersionBody, 'result' | 'promise'>) => ({ ...(result !== undefined && { result }), ...(promise !== undefined && { promise }) });

const hasOutcome = ({ kind }: DraftRow): boolean => kind === 'reply' || kind === 'renewed-reply';

const typed = (draft: DraftRow, { result, promise }: AutosaveBody): TypedOutcome | null => (hasOutcome(draft) ? { ...(result && { result }), ...(promise && { promise }) } : null);

function outcomeOf(body: object): Outcome | null {
  const { fulfils, ...rest } = body as Outcome;
  const outcome = { ...given(rest), ...(fulfils && { fulfils }) };
  return Object.keys(outcome).length > 0 ? outcome : null;
}

const versionRow = (draftId: string, version: number, { text, newDueOn, outcome }: { text: string; newDueOn: string | null; outcome: Outcome | null }, by: Signatory, now: Date) =>
  ({ draftId, version, text, newDueOn, outcome, writtenBy: by.subject, writtenByName: by.name, writtenAt: now });

/** As people read it, in Shanghai. */
function minuteOf(instant: Date): string {
  const time = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false }).format(instant);
  return `${businessDateOf(instant)} ${time}`;
}
