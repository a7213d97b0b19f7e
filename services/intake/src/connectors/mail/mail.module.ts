import { Module } from '@nestjs/common';
import { AttachmentModule } from '../../attachment/attachment.module.js';
import { DeliveryModule } from '../../delivery/delivery.module.js';
import { ProbeModule } from '../../probe/probe.module.js';
import { VaultModule } from '../../vault/vault.module.js';
import { WriterModule } from '../../writer/writer.module.js';
import { Enclosures } from './enclosures.js';
import { Letters } from './letters.service.js';
import { MailConnector } from './mail.connector.js';
import { MailProbing } from './mail.probing.js';
import { Postman } from './postman.service.js';
import { Threads } from './threads.service.js';

/** 电子信箱: letters by IMAP, and letters back by SMTP. */
@Module({ imports: [AttachmentModule, DeliveryModule, ProbeModule, VaultModule, WriterModule], providers: [Letters, Enclosures, Threads, Postman, MailProbing, MailConnector], exports: [MailConnector] })
export class MailModule {}
