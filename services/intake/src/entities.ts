import { Attachment, AttachmentFile, MessageHandling } from './attachment/attachment.entity.js';
import { ChannelKey, ChannelKeyUse } from './access/channel-key.entity.js';
import { Webhook } from './connectors/push/webhook/webhook.entity.js';
import { FetchCursor } from './connectors/fetching/fetch-cursor.entity.js';
import { HeldPost, MicroblogBudget, MicroblogComment, MicroblogPost } from './connectors/microblog/microblog.entity.js';
import { FormCount } from './connectors/form/form-limit.entity.js';
import { StoredLetter } from './connectors/mail/letter.entity.js';
import { Happening } from './delivery/happening/happening.entity.js';
import { Delivery } from './delivery/delivery.entity.js';
import { ObjectionDecision, Ruling, Transfer } from './delivery/decision.entity.js';
import { Forum } from './forum/meeting/forum.entity.js';
import { ForumPoint } from './forum/minutes/point.entity.js';
import { ForumSignUp } from './forum/sign-up/sign-up.entity.js';
import { ForumPhase, ForumPlanChangeRow, ForumSlot } from './forum/plan/phase.entity.js';
import { MessageContent, ShownPart } from './delivery/content/content.entity.js';
import { PublishedExtensionNotice, PublishedReply } from './delivery/reply.entity.js';
import { Hold } from './message/hold.entity.js';
import { CitizenMessage } from './message/message.entity.js';
import { SessionQuestion } from './question/question.entity.js';
import { NumberBlock } from './receipt/number-block.entity.js';
import { Coaching } from './session/holding/coaching.entity.js';
import { LiveSession } from './session/session.entity.js';
import { Unit } from './unit/unit.entity.js';
import { IdentityGrantEnd, IdentityRequest } from './vault/identity-request.entity.js';
import { SealedIdentity, VaultEntry, VaultRead } from './vault/vault.entity.js';
import { Objection, Withdrawal, WriterRating } from './writer/writer.entity.js';

/** Every table of this service that TypeORM describes. */
export const entities = [CitizenMessage, Hold, NumberBlock, SealedIdentity, VaultEntry, VaultRead, IdentityRequest, IdentityGrantEnd, PublishedReply, PublishedExtensionNotice, Webhook, Delivery, LiveSession, Coaching, SessionQuestion, Unit, Ruling, ObjectionDecision, Transfer, Withdrawal, Objection, WriterRating, MessageContent, ShownPart, FormCount, ChannelKey, ChannelKeyUse, FetchCursor, Attachment, AttachmentFile, MessageHandling, MicroblogPost, MicroblogComment, MicroblogBudget, HeldPost, StoredLetter, Happening, ForumPhase, ForumSlot, ForumPlanChangeRow, Forum, ForumSignUp, ForumPoint];
