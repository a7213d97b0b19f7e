import { AuditEntryEntity } from './audit/audit.entity.js';
import { CalendarNoticeEntity } from './calendar/notice.entity.js';
import { ClockEntity, ClockEventEntity, EarlyMessageEntity } from './clock/clock.entity.js';
import { ClockHandEntity } from './clock/hand/hand.entity.js';
import { CircularEntity } from './circular/circular.entity.js';
import { ComparisonEntity, LedgerBucketEntity, LedgerDifferenceEntity, LedgerPartEntity } from './conservation/conservation.entity.js';
import { DocumentActEntity, DocumentSeriesEntity } from './document/document.entity.js';
import { DraftWishEntity } from './drafting/draft-wish.entity.js';
import { EscalationEntity } from './escalation/escalation.entity.js';
import {
  HotActEntity,
  HotEpochEntity,
  HotIssueEntity,
  HotIssueKeyEntity,
  HotMemberEntity,
  HotQueueEntity,
  HotTermEntity,
} from './hot-issue/hot-issue.entity.js';
import { HotLikesEntity } from './hot-issue/likes/likes.entity.js';
import { PolicyMoveEntity } from './move/move.entity.js';
import { MajorMatterEntity } from './major-matter/major-matter.entity.js';
import { PolicyEntity } from './policy/policy.entity.js';
import { ReferralEntity } from './referral/referral.entity.js';
import { SessionEventEntity, SessionMessageEntity } from './session/session.entity.js';
import { FiredStepEntity } from './sweep/fired-step.entity.js';
import { ClosedPeriodEntity, StatisticsStartEntity } from './statistics/closing/closed-period.entity.js';
import { EndedMessageEntity } from './statistics/figures/ended-message.entity.js';
import { UnitEntity } from './unit/unit.entity.js';
import { UrgingOrderEntity } from './urging-order/urging-order.entity.js';
import { WebhookDeliveryEntity, WebhookEndpointEntity, WebhookKeyEntity } from './webhook/webhook.entity.js';

/** The service's own tables. */
export const entities = [
  ClockEntity,
  ClockHandEntity,
  ClockEventEntity,
  EarlyMessageEntity,
  SessionEventEntity,
  SessionMessageEntity,
  FiredStepEntity,
  EscalationEntity,
  PolicyEntity,
  PolicyMoveEntity,
  CalendarNoticeEntity,
  AuditEntryEntity,
  UnitEntity,
  LedgerBucketEntity,
  LedgerPartEntity,
  LedgerDifferenceEntity,
  ComparisonEntity,
  EndedMessageEntity,
  ClosedPeriodEntity,
  StatisticsStartEntity,
  HotIssueEntity,
  HotMemberEntity,
  HotIssueKeyEntity,
  HotTermEntity,
  HotEpochEntity,
  HotQueueEntity,
  HotActEntity,
  HotLikesEntity,
  DocumentSeriesEntity,
  DocumentActEntity,
  UrgingOrderEntity,
  WebhookEndpointEntity,
  WebhookKeyEntity,
  WebhookDeliveryEntity,
  CircularEntity,
  ReferralEntity,
  MajorMatterEntity,
  DraftWishEntity,
];
