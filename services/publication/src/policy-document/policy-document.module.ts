import { Module } from '@nestjs/common';
import { PolicyDocumentReader } from './policy-document.reader.js';
import { PolicyDocumentsController } from './policy-documents.controller.js';
import { PolicyDocuments } from './policy-documents.service.js';

/** 政策文件 that replies cite, and where they do. */
@Module({ controllers: [PolicyDocumentsController], providers: [PolicyDocuments, PolicyDocumentReader], exports: [PolicyDocumentReader] })
export class PolicyDocumentModule {}
