import { AssignmentEntity, MessageReturnEntity } from './assignment/assignment.entity.js';
import { EscalationEntity } from './deadline/escalation.entity.js';
import { ExtensionEntity, ExtensionNoticeEntity } from './extension/extension.entity.js';
import { IdempotencyEntity } from './desk/idempotency.entity.js';
import { ReplyEntity } from './reply/reply.entity.js';
import { MessageEntity } from './message/message.entity.js';
import { ReviewEntity } from './review/review.entity.js';
import { UnitEntity, UnitRegistryEntity, UnitRemitEntity } from './unit/unit.entity.js';
import { UrgingOrderEntity } from './urging-order/urging-order.entity.js';

export const entities = [
  UnitEntity,
  UnitRemitEntity,
  UnitRegistryEntity,
  MessageEntity,
  AssignmentEntity,
  MessageReturnEntity,
  ReplyEntity,
  ReviewEntity,
  ExtensionEntity,
  ExtensionNoticeEntity,
  EscalationEntity,
  IdempotencyEntity,
  UrgingOrderEntity,
];
