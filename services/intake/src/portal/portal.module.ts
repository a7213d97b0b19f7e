import { Module } from '@nestjs/common';
import { ReceivedController } from './received.controller.js';
import { ReceiptSlips } from './receipt-slip.js';
import { Signatures } from './signatures.js';

/** What intake's pages share, and the receipt 回执 to which every form leads. They lie under the portal's address. */
@Module({ controllers: [ReceivedController], providers: [ReceiptSlips, Signatures], exports: [ReceiptSlips, Signatures] })
export class PortalModule {}
