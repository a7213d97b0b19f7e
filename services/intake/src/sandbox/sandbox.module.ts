import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { SessionModule } from '../session/session.module.js';
import { SandboxController } from './sandbox.controller.js';
import { SandboxHappenings } from './sandbox-happenings.service.js';
import { Sandbox } from './sandbox.service.js';

/** 测试: what comes with test keys, apart from everything that is registered. */
@Module({ imports: [AccessModule, SessionModule], controllers: [SandboxController], providers: [Sandbox, SandboxHappenings], exports: [Sandbox] })
export class SandboxModule {}
