import { Inject, Injectable } from '@nestjs/common';
import { allowedAction, DATA_SOURCE, refusedBy, type AllowedAction, type Caller, type DataSource } from '@wenzheng/platform';
import type { Clock } from '@wenzheng/working-days';
import { readMessage } from '../../message/locked-message.js';
import { CLOCK } from '../../tokens.js';
import { assertAttachable } from '../attachment/draft-attachments.service.js';
import { versionOf, type DraftRow } from '../draft/draft-rows.js';
import { Drafts } from '../draft/drafts.service.js';
import { Papers } from '../papers.service.js';
import { draftActs, rolesOf, type DraftAct, type Referee } from './sign-off.rules.js';
import { Signatories, type Standing } from './signatories.js';
import { SignOffs } from './sign-offs.service.js';

/** What the reader of a draft may do with it now, by asking what guards each deed. */
@Injectable()
export class DraftActions {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(Drafts) private readonly drafts: Drafts,
    @Inject(Papers) private readonly papers: Papers,
    @Inject(Signatories) private readonly signatories: Signatories,
    @Inject(SignOffs) private readonly signOffs: SignOffs,
  ) {}

  async of(draft: DraftRow, caller: Caller): Promise<AllowedAction<DraftAct>[]> {
    const possible = draftActs.filter((act) => rolesOf(act).some((role) => caller.roles.includes(role)));
    const acting = await this.signatories.standing(caller, draft.unitCode);
    return Promise.all(possible.map(async (act) => allowedAction(act, await refusedBy(() => this.assertPossible(act, draft, { caller, acting })))));
  }

  private async assertPossible(act: DraftAct, draft: DraftRow, { caller, acting }: { caller: Caller; acting: Standing }): Promise<void> {
    const { manager } = this.dataSource;
    const by = await this.drafts.actor(manager, act, draft, acting);
    if (act === 'attach') assertAttachable(draft);
    if (act === 'approve' || act === 'sign') await this.signOffs.assertPerson({ manager, draft, by });
    if (act === 'refer') await this.signOffs.assertReferable(await this.signOffs.referees(manager, draft, caller));
    if (act === 'submit' || act === 'sign') await this.assertIssuable(draft);
  }

  /** None where the step is not the caller's to refer. */
  async referees(draft: DraftRow, caller: Caller): Promise<Referee[]> {
    const { manager } = this.dataSource;
    const refused = await refusedBy(async () => this.drafts.actor(manager, 'refer', draft, await this.signatories.standing(caller, draft.unitCode)));
    return refused ? [] : this.signOffs.referees(manager, draft, caller);
  }

  /** What it says, as its message stands now. */
  async assertIssuable(draft: Pick<DraftRow, 'draftId' | 'messageId' | 'version' | 'kind' | 'replyId' | 'unitCode' | 'unitName'>): Promise<void> {
    const { manager } = this.dataSource;
    const at = { manager, message: await readMessage(manager, draft.messageId), now: this.clock.now() };
    await this.papers.assertIssuable(at, draft, await versionOf(manager, draft.draftId, draft.version));
  }
}
