import { BriefingEntity } from './briefing/briefing.entity.js';
import { HotHiddenEntity } from './hot-issue/forgetting/hidden.entity.js';
import { CalendarNoticeEntity } from './rulebook/calendar/notice.entity.js';
import { DeadlineEntity, DeadlineFactEntity, EarlyMessageEntity } from './deadline/deadline.entity.js';
import { DeadlineTimerEntity } from './deadline/timer/timer.entity.js';
import { CircularEntity } from './documents/circular/circular.entity.js';
import { ComparisonEntity, LedgerBucketEntity, LedgerDifferenceEntity, LedgerPartEntity } from './conservation/conservation.entity.js';
import { DocumentActEntity, DocumentSeriesEntity } from './documents/document/document.entity.js';
import { DraftWishEntity } from './ladder/draft-wish/draft-wish.entity.js';
import { EscalationEntity } from './escalation/escalation.entity.js';
import {
  HotActEntity,
  HotEpochEntity,
  HotTermTailEntity,
  HotIssueEntity,
  HotIssueKeyEntity,
  HotMemberEntity,
  HotTermEntity,
} from './hot-issue/hot-issue.entity.js';
import { HotLikesEntity } from './hot-issue/likes/likes.entity.js';
import { RecalculationEntity } from './rule-change/recalculation/recalculation.entity.js';
import { MajorMatterEntity } from './documents/major-matter/major-matter.entity.js';
import { PolicyEntity } from './rulebook/policy/policy.entity.js';
import { RenewalEntity } from './renewal/renewal.entity.js';
import { ReferralEntity } from './documents/referral/referral.entity.js';
import { MatterEntity } from './deadline/matter/matter.entity.js';
import { SessionEventEntity, SessionMessageEntity } from './deadline/session/session.entity.js';
import { FiredStepEntity } from './deadline/fired-step.entity.js';
import { ClosedPeriodEntity, StatisticsStartEntity } from './statistics/closing/closed-period.entity.js';
import { CorrectionEntity } from './statistics/correction/correction.entity.js';
import { EndedMessageEntity } from './statistics/figures/ended-message.entity.js';
import { UnitEntity } from './unit/unit.entity.js';
import { UrgingOrderEntity } from './documents/urging-order/urging-order.entity.js';
import { WebhookDeliveryEntity, WebhookEndpointEntity, WebhookKeyEntity } from './escalation/webhook/webhook.entity.js';

/** The service's own tables. */
export const entities = [
  DeadlineEntity,
  DeadlineTimerEntity,
  DeadlineFactEntity,
  EarlyMessageEntity,
  MatterEntity,
  SessionEventEntity,
  SessionMessageEntity,
  FiredStepEntity,
  EscalationEntity,
  PolicyEntity,
  RecalculationEntity,
  CalendarNoticeEntity,
  UnitEntity,
  LedgerBucketEntity,
  LedgerPartEntity,
  LedgerDifferenceEntity,
  ComparisonEntity,
  EndedMessageEntity,
  ClosedPeriodEntity,
  CorrectionEntity,
  StatisticsStartEntity,
  HotIssueEntity,
  HotMemberEntity,
  HotHiddenEntity,
  HotIssueKeyEntity,
  HotTermEntity,
  HotEpochEntity,
  HotTermTailEntity,
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
  BriefingEntity,
  RenewalEntity,
  DraftWishEntity,
];
