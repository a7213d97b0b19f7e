import { randomUUIDv7, type KeyObject } from 'node:crypto';
import { createEvent, messageLiked, messageRegistered, type ChannelName, type EventEnvelope, type MessageKind, type Visibility } from '@wenzheng/contracts';
import { activeTraceparent, seal, type KeyRing, type Sealed } from '@wenzheng/platform';
import { businessDateOf } from '@wenzheng/working-days';
import { hashTrackingCode, trackingCodeOf } from '../receipt/tracking-code.rules.js';
import type { VaultField } from '../vault/vault.entity.js';
import type { Author } from './message-body.js';
import { authorHashOf, titleOf, visibilityOf } from './message.rules.js';

/** A message that is ready to be registered, whatever way it came in. */
export interface MessageDraft {
  channel: ChannelName;
  externalId: string;
  externalThreadId?: string | undefined;
  occurredAt: string;
  author: Author;
  title?: string | undefined;
  text: string;
  kind?: MessageKind | undefined;
  visibility?: Visibility | undefined;
  unit?: string | undefined;
  sessionId?: string | undefined;
  /** As they stood at registration. */
  likes?: number | undefined;
  contentHash: Buffer;
  historical: boolean;
}

/** The draft with all that does not depend on the moment of registration; contact details are sealed already. */
export interface MessageRow extends Omit<MessageDraft, 'author' | 'title' | 'visibility'> {
  messageId: string;
  trackingCode: string;
  trackingHash: Buffer;
  authorHash: string;
  title: string;
  visibility: Visibility;
  sealed: { field: VaultField; sealed: Sealed }[];
  /** The trace of its own request: a batch holds rows of many. */
  traceparent: string | undefined;
}

/** A row with its place: what is written. */
export interface NumberedRow extends MessageRow {
  messageNumber: string;
  registeredAt: Date;
}

export interface RowKeys {
  VAULT_KEYS: KeyRing;
  TRACKING_KEY: KeyObject;
  AUTHOR_HASH_KEY: KeyObject;
}

export function messageRowOf(draft: MessageDraft, keys: RowKeys): MessageRow {
  const messageId = randomUUIDv7();
  const trackingCode = trackingCodeOf(keys.TRACKING_KEY, messageId);
  const { author, ...rest } = draft;
  const identity: [VaultField, string | undefined][] = [
    ['authorExternalId', author.externalId],
    ['displayName', author.displayName],
    ['phone', author.contact?.phone],
    ['email', author.contact?.email],
  ];
  return {
    ...rest,
    messageId,
    trackingCode,
    trackingHash: hashTrackingCode(trackingCode),
    authorHash: authorHashOf(keys.AUTHOR_HASH_KEY, draft.channel, author.externalId),
    title: titleOf(draft.title, draft.text),
    visibility: visibilityOf(draft.kind, draft.visibility),
    sealed: identity.flatMap(([field, value]) => (value ? [{ field, sealed: seal(keys.VAULT_KEYS, messageId, field, value) }] : [])),
    traceparent: activeTraceparent(),
  };
}

export const registeredOn = (row: NumberedRow): string => businessDateOf(row.registeredAt);

/** What others are told of a new message. */
export const firstEventsOf = (row: NumberedRow): EventEnvelope[] => [registeredEventOf(row), ...(row.likes ? [likedEventOf(row, row.likes)] : [])];

function likedEventOf({ messageId, registeredAt, traceparent }: NumberedRow, likes: number): EventEnvelope {
  const data = { messageId, likes, countedAt: registeredAt.toISOString() };
  return createEvent(messageLiked, { subject: messageId, sequence: 2, time: registeredAt, traceparent, data });
}

function registeredEventOf(row: NumberedRow): EventEnvelope {
  return createEvent(messageRegistered, {
    subject: row.messageId,
    sequence: 1,
    time: row.registeredAt,
    traceparent: row.traceparent,
    data: {
      messageId: row.messageId,
      messageNumber: row.messageNumber,
      channel: row.channel,
      registeredAt: row.registeredAt.toISOString(),
      occurredAt: new Date(row.occurredAt).toISOString(),
      kind: row.kind ?? null,
      visibility: row.visibility,
      title: row.title,
      text: row.text,
      addressedUnit: row.unit ?? null,
      authorHash: row.authorHash,
      sessionId: row.sessionId?.toLowerCase() ?? null,
      externalId: row.externalId,
      historical: row.historical,
    },
  });
}
