import type { ChannelName, MessageKind, Visibility } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import type { MemberWords } from './heat.rules.js';

export interface MemberRow extends MemberWords {
  issueId: string;
  messageId: string;
  person: string;
  channel: ChannelName;
  externalId: string | null;
  messageNumber: string;
  kind: MessageKind | null;
  visibility: Visibility;
  registeredAt: Date;
  likes: number;
  score: number | null;
  threshold: number;
  sharedTerms: string[];
  moved: boolean;
}

/** In the order of their registration. */
export async function loadMembers(manager: Pick<EntityManager, 'query'>, issueIds: readonly string[]): Promise<MemberRow[]> {
  return manager.query<MemberRow[]>(
    `SELECT issue_id AS "issueId", message_id AS "messageId", person, channel, external_id AS "externalId", message_number AS "messageNumber",
       kind, visibility, registered_at AS "registeredAt", coalesce(likes, 0) AS likes, score, threshold, shared_terms AS "sharedTerms", fragments, moved
     FROM hot_member LEFT JOIN hot_likes USING (message_id) WHERE issue_id = ANY ($1::uuid[]) ORDER BY registered_at, position`,
    [issueIds],
  );
}
