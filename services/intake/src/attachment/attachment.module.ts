import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { intakeFileStore } from './store/configured-store.js';
import { ExaminationMetrics } from './examination/examination.metrics.js';
import { ExaminationWorker } from './examination/examination.worker.js';
import { QueryModule } from '../query/query.module.js';
import { AttachmentDeedsController } from './reading/attachment-deeds.controller.js';
import { AttachmentFilesController } from './reading/attachment-files.controller.js';
import { AttachmentReader } from './reading/attachment-reader.js';
import { HandlingHandlers } from './reading/handling.handlers.js';
import { Handlings } from './reading/handlings.js';
import { ShowingService } from './reading/showing.service.js';
import { ReplyAttachmentHandlers } from './reply/reply-attachments.handlers.js';
import { ReplyAttachments } from './reply/reply-attachments.service.js';
import { ReplyAttachmentsController } from './reply/reply-attachments.controller.js';
import { AttachmentFiles } from './store/attachment-files.js';
import { UploadController } from './upload/upload.controller.js';
import { UploadsService } from './upload/uploads.service.js';

/** 附件: what writers send with their messages, and units with their replies, from its bytes to who may read it. */
@Module({
  imports: [AccessModule, QueryModule],
  controllers: [UploadController, AttachmentFilesController, AttachmentDeedsController, HandlingHandlers, ReplyAttachmentsController, ReplyAttachmentHandlers],
  providers: [intakeFileStore, AttachmentFiles, UploadsService, ExaminationWorker, ExaminationMetrics, AttachmentReader, ShowingService, Handlings, ReplyAttachments],
  exports: [AttachmentFiles, UploadsService],
})
export class AttachmentModule {}
