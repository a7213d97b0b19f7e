import { DraftAttachmentEntity } from './reply/attachment/draft-attachment.entity.js';
import { ReplyDeliveryEntity } from './reply/delivery/reply-delivery.entity.js';
import { LiveAnswerEntity } from './reply/live/live-answer.entity.js';
import { AssignmentEntity, MessageReturnEntity } from './assignment/assignment.entity.js';
import { DisputeEntity } from './assignment/dispute/dispute.entity.js';
import { LiveSessionEntity } from './assignment/session/session.entity.js';
import { EscalationEntity } from './supervision/escalation/escalation.entity.js';
import { CoTaskEntity } from './co-handling/co-task.entity.js';
import { IdentityRequestEntity } from './identity/identity-request.entity.js';
import { ExtensionEntity, ExtensionNoticeEntity } from './reply/extension/extension.entity.js';
import { IdempotencyEntity } from './message/action/idempotency.entity.js';
import { ReplyEntity } from './reply/reply.entity.js';
import { MessageEntity } from './message/message.entity.js';
import { DraftActEntity, DraftAutosaveEntity, DraftEntity, DraftVersionEntity } from './reply/draft/draft.entity.js';
import { SignOffPolicyEntity } from './reply/sign-off/policy.entity.js';
import { ReviewEntity } from './reply/review/review.entity.js';
import { DeputyEntity, PersonEntity, PersonPostEntity } from './unit/person/person.entity.js';
import { ObjectionEntity } from './ruling/objection/objection.entity.js';
import { RulingEntity, RulingProposalEntity } from './ruling/ruling.entity.js';
import { DutyItemEntity } from './unit/duty/duty.entity.js';
import { UnitEntity, UnitNameEntity, UnitRegistryEntity, UnitRemitEntity } from './unit/unit.entity.js';
import { ConfirmedDecisionEntity, LearnedModelEntity } from './suggestion/suggestion.entity.js';
import { MergeEntity } from './reply/merge/merge.entity.js';
import { PromiseEntity } from './reply/promise/promise.entity.js';
import { TransferEntity } from './transfer/transfer.entity.js';
import { UrgingOrderEntity } from './supervision/urging-order/urging-order.entity.js';
import { RatingEntity } from './renewal/rating.entity.js';
import { RenewalEntity } from './renewal/renewal.entity.js';
import { WithdrawalEntity } from './writer/withdrawal.entity.js';
import { ContactEntity, NotificationEntity } from './notification/notification.entity.js';

export const entities = [
  ContactEntity,
  NotificationEntity,
  UnitEntity,
  UnitNameEntity,
  UnitRemitEntity,
  DutyItemEntity,
  UnitRegistryEntity,
  PersonEntity,
  PersonPostEntity,
  DeputyEntity,
  MessageEntity,
  AssignmentEntity,
  MessageReturnEntity,
  DisputeEntity,
  ReplyEntity,
  ReviewEntity,
  ExtensionEntity,
  ExtensionNoticeEntity,
  EscalationEntity,
  IdempotencyEntity,
  IdentityRequestEntity,
  CoTaskEntity,
  UrgingOrderEntity,
  RulingProposalEntity,
  RulingEntity,
  ObjectionEntity,
  TransferEntity,
  PromiseEntity,
  MergeEntity,
  LiveSessionEntity,
  WithdrawalEntity,
  RatingEntity,
  RenewalEntity,
  DraftEntity,
  DraftVersionEntity,
  DraftAutosaveEntity,
  DraftActEntity,
  DraftAttachmentEntity,
  SignOffPolicyEntity,
  ConfirmedDecisionEntity,
  LearnedModelEntity,
  LiveAnswerEntity,
  ReplyDeliveryEntity,
];
