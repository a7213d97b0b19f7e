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
import { AttachmentFiles } from './store/attachment-files.js';
import { UploadController } from './upload/upload.controller.js';
import { UploadsService } from './upload/uploads.service.js';

/** 附件: what writers send with their messages, from its bytes to who may read it. */
@Module({
  imports: [AccessModule, QueryModule],
  controllers: [UploadController, AttachmentFilesController, AttachmentDeedsController, HandlingHandlers],
  providers: [intakeFileStore, AttachmentFiles, UploadsService, ExaminationWorker, ExaminationMetrics, AttachmentReader, ShowingService, Handlings],
  exports: [AttachmentFiles, UploadsService],
})
export class AttachmentModule {}
