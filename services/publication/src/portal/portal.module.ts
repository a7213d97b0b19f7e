import { Module } from '@nestjs/common';
import { MessageModule } from '../message/message.module.js';
import { PolicyDocumentModule } from '../policy-document/policy-document.module.js';
import { StylesheetController } from './stylesheet.controller.js';
import { PublishedPages } from './published-pages.js';
import { Shortcuts } from './shortcuts.js';

/** What every page has: its frame and style, how long it is kept, how it is sent, and the page of an error. */
@Module({ imports: [MessageModule, PolicyDocumentModule], controllers: [StylesheetController], providers: [PublishedPages, Shortcuts], exports: [PublishedPages] })
export class PortalModule {}
