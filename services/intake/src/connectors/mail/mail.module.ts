import { Module } from '@nestjs/common';
import { VaultModule } from '../../vault/vault.module.js';
import { WriterModule } from '../../writer/writer.module.js';
import { Letters } from './letters.service.js';
import { MailConnector } from './mail.connector.js';
import { Postman } from './postman.service.js';
import { Threads } from './threads.service.js';

/** 电子信箱: letters by IMAP, and letters back by SMTP. */
@Module({ imports: [VaultModule, WriterModule], providers: [Letters, Threads, Postman, MailConnector], exports: [MailConnector] })
export class MailModule {}
