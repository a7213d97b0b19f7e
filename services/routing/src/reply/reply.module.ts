import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { SuggestionModule } from '../suggestion/suggestion.module.js';
import { NotificationModule } from '../notification/notification.module.js';
import { UnitModule } from '../unit/unit.module.js';
import { ReplyDeliveryHandlers } from './delivery/reply-delivery.handlers.js';
import { DraftAttachmentsController } from './attachment/draft-attachments.controller.js';
import { DraftAttachmentHandlers } from './attachment/draft-attachments.handlers.js';
import { DraftAttachments } from './attachment/draft-attachments.service.js';
import { DraftController } from './draft/draft.controller.js';
import { DraftReader } from './draft/draft.reader.js';
import { Drafts } from './draft/drafts.service.js';
import { ExtensionController } from './extension/extension.controller.js';
import { Extensions } from './extension/extensions.service.js';
import { LiveAnswerHandlers } from './live/live-answers.handlers.js';
import { LiveAnswers } from './live/live-answers.service.js';
import { MergeController } from './merge/merge.controller.js';
import { Merges } from './merge/merges.service.js';
import { Papers } from './papers.service.js';
import { PromiseController } from './promise/promise.controller.js';
import { Promises } from './promise/promises.service.js';
import { Replies } from './replies.service.js';
import { ReplyController } from './reply.controller.js';
import { ReviewHandlers } from './review/review.handlers.js';
import { Reviews } from './review/reviews.service.js';
import { DraftActions } from './sign-off/draft-actions.js';
import { Policies } from './sign-off/policies.service.js';
import { Signatories } from './sign-off/signatories.js';
import { SignOffController } from './sign-off/sign-off.controller.js';
import { SignOffQueue } from './sign-off/sign-off.queue.js';
import { SignOffs } from './sign-off/sign-offs.service.js';
import { ReplyVolumesController } from './volume/volume.controller.js';
import { ReplyVolumes } from './volume/volume.service.js';

/** 答复: what a unit says in its own name, extensions 延期说明 among it: drafted, signed, and what publication decided about it. */
@Module({
  imports: [MessageModule, NotificationModule, UnitModule, SuggestionModule],
  controllers: [ReplyController, ExtensionController, DraftController, DraftAttachmentsController, SignOffController, PromiseController, MergeController, ReplyVolumesController, ReviewHandlers, LiveAnswerHandlers, DraftAttachmentHandlers, ReplyDeliveryHandlers],
  providers: [Replies, Extensions, Papers, Drafts, DraftAttachments, DraftActions, DraftReader, Policies, Signatories, SignOffs, SignOffQueue, Reviews, Promises, Merges, ReplyVolumes, LiveAnswers],
  exports: [LiveAnswers, Promises, Merges, Signatories, SignOffQueue],
})
export class ReplyModule {}
