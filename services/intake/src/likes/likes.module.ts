import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { SandboxModule } from '../sandbox/sandbox.module.js';
import { LikesController } from './likes.controller.js';
import { LikesService } from './likes.service.js';

/** 点赞: how often readers of a channel liked its messages. */
@Module({ imports: [AccessModule, SandboxModule], controllers: [LikesController], providers: [LikesService] })
export class LikesModule {}
