import { Module } from '@nestjs/common';
import { VaultController } from './vault.controller.js';
import { VaultService } from './vault.service.js';

/** 身份库: who wrote a message, sealed, and who has read it. */
@Module({ controllers: [VaultController], providers: [VaultService], exports: [VaultService] })
export class VaultModule {}
