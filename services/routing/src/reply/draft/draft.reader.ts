import { Inject, Injectable } from '@nestjs/common';
import { DATA_SOURCE, type BeforeJson, type Caller, type DataSource } from '@wenzheng/platform';
import type { z } from 'zod';
import { attachmentsOfDraft } from '../attachment/draft-attachment-rows.js';
import { DraftActions } from '../sign-off/draft-actions.js';
import { Signatories } from '../sign-off/signatories.js';
import { differencesOf, type Difference } from './differences.rules.js';
import { actsOf, draftOf, versionOf, versionsOf, type DraftRow, type VersionRow } from './draft-rows.js';
import type { draftSchema, draftVersionSchema, TypedOutcome } from './draft.schema.js';
import { Drafts } from './drafts.service.js';

/** Drafts as the people of their unit read them. */
@Injectable()
export class DraftReader {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(DraftActions) private readonly actions: DraftActions,
    @Inject(Drafts) private readonly drafts: Drafts,
    @Inject(Signatories) private readonly signatories: Signatories,
  ) {}

  async one(draftId: string, caller: Caller): Promise<BeforeJson<z.infer<typeof draftSchema>>> {
    const draft = await this.seen(draftId, caller);
    const { unitCode, unitName, version, messageId, kind, replyId, state, steps, step, paperId, startedAt } = draft;
    const { manager } = this.dataSource;
    const [versions, acts, attachments, editing, referees, allowedActions, [autosave]] = await Promise.all([
      versionsOf(manager, draftId),
      actsOf(manager, draftId),
      attachmentsOfDraft(manager, draftId),
      this.drafts.editing(draftId, caller),
      this.actions.referees(draft, caller),
      this.actions.of(draft, caller),
      manager.query<{ basedOn: number; text: string; newDueOn: string | null; outcome: TypedOutcome | null; savedAt: Date }[]>(
        'SELECT based_on AS "basedOn", text, new_due_on::text AS "newDueOn", outcome, saved_at AS "savedAt" FROM draft_autosave WHERE draft_id = $1 AND subject = $2',
        [draftId, caller.subject],
      ),
    ]);
    const current = versions.find((one) => one.version === version);
    if (!current) throw new Error('a draft has its version');
    return {
      draftId, messageId, unit: { code: unitCode, name: unitName }, kind, replyId, state, startedAt,
      current: shown(current),
      versions: versions.map(({ version: number, writtenByName, writtenAt }) => ({ version: number, writtenByName, writtenAt })),
      steps, step,
      acts: acts.map(({ act, version: of, signatory: { subject: _subject, ...by }, reason, findingReasons, referredTo, at }) => ({
        act, version: of, by, reason, findingReasons, referredTo: referredTo && { name: referredTo.name, post: referredTo.post }, at,
      })),
      attachments, paperId, autosave: autosave ?? null, editing, referees, allowedActions,
    };
  }

  async version(draftId: string, version: number, caller: Caller): Promise<BeforeJson<z.infer<typeof draftVersionSchema>>> {
    await this.seen(draftId, caller);
    return shown(await versionOf(this.dataSource.manager, draftId, version));
  }

  async differences(draftId: string, { from, to }: { from: number; to: number }, caller: Caller): Promise<Difference[]> {
    await this.seen(draftId, caller);
    const [before, after] = await Promise.all([from, to].map((version) => versionOf(this.dataSource.manager, draftId, version)));
    return differencesOf(before?.text ?? '', after?.text ?? '');
  }

  private async seen(draftId: string, caller: Caller): Promise<DraftRow> {
    const draft = await draftOf(this.dataSource.manager, draftId);
    await this.signatories.acting(caller, draft.unitCode);
    return draft;
  }
}

const shown = ({ version, text, newDueOn, outcome, writtenByName, writtenAt }: VersionRow) => ({ version, text, newDueOn, outcome, writtenByName, writtenAt });
