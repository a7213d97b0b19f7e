import { Module } from '@nestjs/common';
import { PageModule } from '../page/page.module.js';
import { SessionModule } from '../session/session.module.js';
import { UpstreamModule } from '../upstream/upstream.module.js';
import { Desk } from './desk.js';
import { SigningController } from './signing.controller.js';

/** 审核、签发 by whoever has a phone in one hand. */
@Module({ imports: [PageModule, SessionModule, UpstreamModule], controllers: [SigningController], providers: [Desk] })
export class SigningModule {}
