import { Module } from '@nestjs/common';
import { VaultController } from './vault.controller.js';
import { IdentityRequestHandlers } from './identity-request.handlers.js';
import { IdentityRequests } from './identity-requests.service.js';
import { VaultService } from './vault.service.js';

/** 身份库: who wrote a message, sealed, and who has read it. */
@Module({ controllers: [VaultController, IdentityRequestHandlers], providers: [VaultService, IdentityRequests], exports: [VaultService, IdentityRequests] })
export class VaultModule {}
