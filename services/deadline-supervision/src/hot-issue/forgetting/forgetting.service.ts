import { Injectable } from '@nestjs/common';
import { insertRows, type EntityManager } from '@wenzheng/platform';
import { grown, keysOf } from '../grouping/cluster.rules.js';
import { Workspace } from '../grouping/workspace.js';
import { lockIssues } from '../rows/issue-rows.js';
import type { Vector } from '../terms/vector.rules.js';
import { leftOf, phrasesLeft, type MemberTerms } from './forgetting.rules.js';
import { HotHiddenEntity } from './hidden.entity.js';
import { loadHidden } from './hidden-rows.js';

export type HiddenPart = Pick<HotHiddenEntity, 'messageId' | 'part' | 'shown' | 'sequence'>;

type MemberRow = MemberTerms & { messageId: string; counted: boolean };

/** 撤下、隐去 go through to what people are shown of hot issues: titles, shared terms and whatever is made from them. */
@Injectable()
export class Forgetting {
  async follow(manager: EntityManager, parts: readonly HiddenPart[]): Promise<void> {
    await lockIssues(manager);
    const newest = new Map<string, HiddenPart>();
    for (const part of parts) {
      const key = `${part.messageId} ${part.part}`;
      if ((newest.get(key)?.sequence ?? 0) < part.sequence) newest.set(key, part);
    }
    await insertRows(manager, HotHiddenEntity, [...newest.values()], { onConflict: { update: 'all', where: 'excluded.sequence > hot_hidden.sequence' } });
    const messageIds = [...new Set(parts.map(({ messageId }) => messageId))];
    const issues = await manager.query<{ id: string }[]>('SELECT DISTINCT issue_id AS id FROM hot_member WHERE message_id = ANY ($1::uuid[]) ORDER BY id', [messageIds]);
    for (const { id } of issues) await this.forgetIn(manager, id, messageIds);
  }

  private async forgetIn(manager: EntityManager, issueId: string, messageIds: readonly string[]): Promise<void> {
    const hidden = await loadHidden(manager, messageIds);
    const stored = await manager.query<MemberRow[]>(
      'SELECT message_id AS "messageId", vector, fragments, shared_terms AS "sharedTerms", counted FROM hot_member WHERE issue_id = $1 ORDER BY position',
      [issueId],
    );
    const members: MemberRow[] = [];
    for (const member of stored) {
      const told = hidden.get(member.messageId);
      const left = told ? { ...member, ...leftOf(member, told) } : member;
      members.push(left);
      if (!told) continue;
      await manager.query('UPDATE hot_member SET vector = $2, fragments = $3, shared_terms = $4 WHERE message_id = $1', [member.messageId, JSON.stringify(left.vector), left.fragments, left.sharedTerms]);
    }
    const workspace = new Workspace(manager);
    const [issue] = await workspace.issuesOf([issueId]);
    if (!issue || issue.retired) return;
    const sum = members.filter(({ counted }) => counted).reduce<Vector>((before, { vector }) => (vector.length === 0 ? before : grown(before, vector)), []);
    const fragments = members.flatMap((member) => member.fragments);
    const [anchor = null] = phrasesLeft(issue.anchor ? [issue.anchor] : [], fragments);
    workspace.put({ ...issue, sum, keys: keysOf(sum), anchor, matters: phrasesLeft(issue.matters, fragments) });
    await workspace.flush();
  }
}
