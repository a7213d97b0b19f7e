import { randomUUIDv7, type KeyObject } from 'node:crypto';
import { envelopeOf, messageLiked, messageRegistered, type ChannelName, type EventData, type EventEnvelope, type MessageKind, type Visibility } from '@wenzheng/contracts';
import { activeTraceparent, type KeyRing, type Sealed } from '@wenzheng/platform';
import { redact } from '@wenzheng/redaction';
import { businessDateOf } from '@wenzheng/working-days';
import { sealIdentity } from '../vault/identity.js';
import type { Author, MessageBody } from './message-body.js';
import type { HoldReason } from './hold-reasons.js';
import type { DeclaredAttachment } from './message.entity.js';
import { authorHashOf, titleOf, visibilityOf } from './message.rules.js';

/** A message that is ready to be registered, whatever way it came in. */
export interface MessageDraft {
  channel: ChannelName;
  /** By which transport it came in. */
  connector: string;
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
  /** 追问: the message that it asks after. */
  followUpTo?: string | undefined;
  /** As they stood at registration. */
  likes?: number | undefined;
  attachments?: MessageBody['attachments'];
  contentHash: Buffer;
  historical: boolean;
  /** Why it is held 待甄别; absent or empty: it is registered. */
  holdReasons?: readonly HoldReason[] | undefined;
}

/** The draft with all that does not depend on the moment of registration; contact details are sealed already. */
export interface MessageRow extends Omit<MessageDraft, 'author' | 'title' | 'visibility' | 'attachments'> {
  messageId: string;
  authorHash: string;
  title: string;
  visibility: Visibility;
  /** Null: none. */
  attachments: DeclaredAttachment[] | null;
  identity: Sealed;
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
  AUTHOR_HASH_KEY: KeyObject;
}

export function messageRowOf(draft: MessageDraft, keys: RowKeys): MessageRow {
  const messageId = randomUUIDv7();
  const { author, ...rest } = draft;
  const { externalId: authorExternalId, displayName, contact } = author;
  return {
    ...rest,
    messageId,
    authorHash: authorHashOf(keys.AUTHOR_HASH_KEY, draft.channel, authorExternalId),
    title: titleOf(draft.title, draft.text),
    visibility: visibilityOf(draft.kind, draft.visibility),
    attachments: draft.attachments?.length ? draft.attachments.map(declared) : null,
    // What is empty was not told.
    identity: sealIdentity(keys.VAULT_KEYS, messageId, { authorExternalId, ...(displayName && { displayName }), ...(contact?.phone && { phone: contact.phone }), ...(contact?.email && { email: contact.email }) }),
    traceparent: activeTraceparent(),
  };
}

export const declared = ({ externalId, name, size }: NonNullable<MessageBody['attachments']>[number]): DeclaredAttachment => ({ attachmentId: randomUUIDv7(), externalId, name: redact(name), size: size ?? null });

export const registeredOn = (row: NumberedRow): string => businessDateOf(row.registeredAt);

export const isHeld = ({ holdReasons }: Pick<MessageRow, 'holdReasons'>): boolean => holdReasons !== undefined && holdReasons.length > 0;

/** What others are told of a new message: of one that is held, nothing yet. */
export const firstEventsOf = (row: NumberedRow): EventEnvelope[] => (isHeld(row) ? [] : registrationEventsOf(row));

/** What is told of a message when it is registered. */
export type Told = Pick<NumberedRow, 'messageId' | 'messageNumber' | 'channel' | 'registeredAt' | 'occurredAt' | 'kind' | 'visibility' | 'title' | 'text' | 'unit' | 'authorHash' | 'sessionId' | 'followUpTo' | 'externalId' | 'historical' | 'likes' | 'traceparent'>;
type Screening = EventData<typeof messageRegistered>['screening'];

/** The data were checked when they came in; the specs hold these events against their definitions. */
export const registrationEventsOf = (row: Told, screening?: Screening): EventEnvelope[] => [registeredEventOf(row, screening), ...(row.likes ? [likedEventOf(row, row.likes)] : [])];

function likedEventOf({ messageId, registeredAt, traceparent }: Told, likes: number): EventEnvelope {
  const data = { messageId, likes, countedAt: registeredAt.toISOString() };
  return envelopeOf(messageLiked, { subject: messageId, sequence: 2, time: registeredAt, traceparent, data });
}

function registeredEventOf(row: Told, screening: Screening): EventEnvelope {
  return envelopeOf(messageRegistered, {
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
      followUpTo: row.followUpTo ?? null,
      externalId: row.externalId,
      historical: row.historical,
      ...(screening && { screening }),
    },
  });
}
