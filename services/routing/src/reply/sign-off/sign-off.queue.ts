import { Inject, Injectable } from '@nestjs/common';
import { channelSchema, dateSchema, idSchema, instantSchema, messageKindSchema, unitRefSchema } from '@wenzheng/contracts';
import { allowedAction, DATA_SOURCE, pageFrom, refusedBy, type AllowedAction, type Caller, type DataSource } from '@wenzheng/platform';
import { z } from 'zod';
import { dueAtOf } from '../../message/due-date.rules.js';
import { readDueCursor, writeDueCursor } from '../../message/due-cursor.js';
import { problem } from '../../problems.js';
import { draftStateSql } from '../draft/draft-rows.js';
import { draftActionSchema } from '../draft/draft.schema.js';
import { DraftActions } from './draft-actions.js';
import { draftKinds, refusalOfAct, refusalOfPerson, signatorySchema, signOffStepsSchema, type DraftAct, type SignOffPolicy } from './sign-off.rules.js';
import { Signatories, type FilledPost } from './signatories.js';

/** One line of what waits for a signature. */
export const waitingSchema = z
  .object({
    draftId: idSchema,
    messageId: idSchema,
    messageNumber: z.string(),
    title: z.string(),
    channel: channelSchema,
    messageKind: messageKindSchema.nullable(),
    unit: unitRefSchema,
    kind: z.enum(draftKinds),
    version: z.int(),
    steps: signOffStepsSchema,
    step: z.int(),
    submittedBy: z.string(),
    submittedAt: instantSchema.describe('for sign-off'),
    replyDueOn: dateSchema.nullable(),
    replyDueAt: instantSchema.nullable().describe('the end of that day, as it ends for this message'),
    finalDueOn: dateSchema.nullable(),
    finalDueAt: instantSchema.nullable(),
    overdueSince: instantSchema.nullable(),
    deputyOf: signatorySchema.shape.deputyOf.describe('for whom the caller would sign 代签'),
    allowedActions: z.array(draftActionSchema),
  })
  .meta({ id: 'SignOff' });

type Row = Omit<z.infer<typeof waitingSchema>, 'deputyOf' | 'submittedAt' | 'replyDueAt' | 'finalDueAt' | 'overdueSince' | 'allowedActions'> & {
  closeOfBusiness: string | null;
  submittedAt: Date;
  overdueSince: Date | null;
  replyId: string | null;
  writtenBy: string;
  takenBefore: string[];
  sortKey: string;
};

/** SQL: the draft's next step is one that somebody, `$3`, takes who fills the posts `$2` of the units `$1`, and has not referred to a colleague. */
const waitsFor = `draft.state = 'in-sign-off' AND ${draftStateSql} = 'in-sign-off'
  AND EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS filled (unit_code, post) WHERE filled.unit_code = draft.unit_code AND steps -> step ? filled.post)
  AND NOT EXISTS (SELECT FROM draft_act WHERE draft_act.draft_id = draft.draft_id AND ordinal = acts AND act = 'refer' AND signatory ->> 'subject' = $3)`;

/** What belongs to a step. */
const stepActs = ['approve', 'send-back', 'sign'] as const satisfies DraftAct[];

/** 待签: the drafts whose next step the caller may take, but for what the caller has referred to a colleague. */
@Injectable()
export class SignOffQueue {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Signatories) private readonly signatories: Signatories,
    @Inject(DraftActions) private readonly actions: DraftActions,
  ) {}

  async list({ after, limit }: { after?: string | undefined; limit: number }, caller: Caller) {
    const place = readDueCursor(after);
    const posts = await this.signatories.filledBy(caller);
    const rows = await this.dataSource.query<Row[]>(
      `SELECT draft_id AS "draftId", draft.message_id AS "messageId", message_number AS "messageNumber", title, channel, message.kind AS "messageKind",
         jsonb_build_object('code', draft.unit_code, 'name', unit_name) AS unit, draft.kind, draft.version, steps, step,
         submission.signatory ->> 'name' AS "submittedBy", submission.at AS "submittedAt", draft.reply_id AS "replyId",
         (SELECT written_by FROM draft_version WHERE draft_version.draft_id = draft.draft_id AND draft_version.version = draft.version) AS "writtenBy",
         ARRAY (SELECT signatory ->> 'subject' FROM draft_act WHERE draft_act.draft_id = draft.draft_id AND act = 'approve' AND ordinal > submission.ordinal) AS "takenBefore",
         close_of_business AS "closeOfBusiness", reply_due_on::text AS "replyDueOn", final_due_on::text AS "finalDueOn", overdue_since AS "overdueSince", coalesce(reply_due_on, 'infinity'::date)::text AS "sortKey"
       FROM draft JOIN message USING (message_id)
         CROSS JOIN LATERAL (SELECT signatory, at, ordinal FROM draft_act WHERE draft_act.draft_id = draft.draft_id AND act = 'submit' ORDER BY ordinal DESC LIMIT 1) AS submission
       WHERE ${waitsFor}
         AND ($4::date IS NULL OR (coalesce(reply_due_on, 'infinity'::date), draft_id) > ($4::date, $5::uuid))
       ORDER BY coalesce(reply_due_on, 'infinity'::date), draft_id LIMIT $6`,
      [posts.map(({ unitCode }) => unitCode), posts.map(({ post }) => post), caller.subject, place?.sortKey ?? null, place?.id ?? null, limit + 1],
    );
    const { items, next } = pageFrom(rows, limit, ({ sortKey, draftId }) => writeDueCursor({ sortKey, id: draftId }));
    const policies = new Map<string, Promise<SignOffPolicy>>();
    const policyOf = ({ unit, messageKind }: Row) => {
      const scope = `${unit.code} ${messageKind ?? ''}`;
      const policy = policies.get(scope) ?? this.signatories.stepsFor(this.dataSource.manager, unit.code, messageKind).then((found) => found.policy);
      policies.set(scope, policy);
      return policy;
    };
    return {
      items: await Promise.all(items.map(async (item) => {
        const allowedActions = await this.allowedActions(item, caller, await policyOf(item));
        return { ...lineOf(item), deputyOf: deputyOf(item, posts), allowedActions };
      })),
      next,
    };
  }

  async count(caller: Caller): Promise<number> {
    const posts = await this.signatories.filledBy(caller);
    if (posts.length === 0) return 0;
    const [row] = await this.dataSource.query<[{ count: number }]>(`SELECT count(*)::int AS count FROM draft JOIN message USING (message_id) WHERE ${waitsFor}`, [
      posts.map(({ unitCode }) => unitCode), posts.map(({ post }) => post), caller.subject,
    ]);
    return row.count;
  }

  /** As of a draft read alone; that the post is the caller's is why the line is in the list. */
  private allowedActions(row: Row, { subject }: Caller, policy: SignOffPolicy): Promise<AllowedAction<DraftAct>[]> {
    const { unit } = row;
    return Promise.all(stepActs.map(async (act) => {
      const refusal = refusalOfAct(act, { ...row, state: 'in-sign-off' }) ?? (act === 'send-back' ? null : refusalOfPerson(subject, row, policy));
      if (refusal || act !== 'sign') return allowedAction(act, refusal && problem(refusal));
      return allowedAction(act, await refusedBy(() => this.actions.assertIssuable({ ...row, unitCode: unit.code, unitName: unit.name })));
    }));
  }
}

const lineOf = ({ sortKey: _sortKey, replyId: _replyId, writtenBy: _writtenBy, takenBefore: _takenBefore, closeOfBusiness, ...line }: Row) => ({
  ...line,
  replyDueAt: dueAtOf(line.replyDueOn, closeOfBusiness),
  finalDueAt: dueAtOf(line.finalDueOn, closeOfBusiness),
});

/** Nobody's, where a post of the own will do. */
function deputyOf({ unit, steps, step }: Pick<Row, 'unit' | 'steps' | 'step'>, posts: readonly FilledPost[]): FilledPost['deputyOf'] {
  const fit = posts.filter(({ unitCode, post }) => unitCode === unit.code && steps[step]?.some((one) => one === post));
  return fit.some((one) => one.deputyOf === null) ? null : (fit[0]?.deputyOf ?? null);
}
