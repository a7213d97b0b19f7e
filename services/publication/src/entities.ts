import { ForumEntity, ForumPhaseEntity } from './forum/forum.entity.js';
import { ContentReviewEntity } from './projection/content-review.entity.js';
import { DecisionEntity } from './projection/decision.entity.js';
import { FactEntity } from './projection/fact.entity.js';
import { MessageEntity } from './projection/message.entity.js';
import { OriginalEntity } from './projection/original.entity.js';
import { ExtensionNoticeEntity } from './publishing/extension-notice.entity.js';
import { ReplyEntity } from './publishing/reply.entity.js';
import { ReviewPolicyEntity } from './publishing/review-policy.entity.js';
import { HidingEntity, UnhiddenEntity } from './redaction/hiding.entity.js';
import { StandingNumberEntity } from './redaction/standing-number.entity.js';
import { UnredactedEntity } from './redaction/unredacted.entity.js';
import { SearchBlockEntity, SearchPostingEntity, SearchTailEntity } from './search/search-index.entity.js';
import { InterviewPlanEntity } from './session/interview-plan.entity.js';
import { SessionFactEntity } from './session/session-fact.entity.js';
import { UnitEntity } from './unit/unit.entity.js';

export const entities = [MessageEntity, FactEntity, OriginalEntity, ReplyEntity, ReviewPolicyEntity, ExtensionNoticeEntity, UnitEntity, UnredactedEntity, StandingNumberEntity, SearchTailEntity, SearchBlockEntity, SearchPostingEntity, DecisionEntity, ContentReviewEntity, HidingEntity, UnhiddenEntity, SessionFactEntity, InterviewPlanEntity, ForumPhaseEntity, ForumEntity];
