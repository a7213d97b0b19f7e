import { Module } from '@nestjs/common';
import { DeliveryModule } from '../../delivery/delivery.module.js';
import { UnitModule } from '../../unit/unit.module.js';
import { Budgets } from './budgets.service.js';
import { Comments } from './comments.service.js';
import { MicroblogProbing } from './microblog.probing.js';
import { MicroblogConnector } from './microblog.connector.js';
import { Weibo } from './platform/weibo.js';
import { ReadBack } from './read-back.service.js';
import { Posts } from './posts.service.js';

/** 微博: what is fetched from the accounts of the city, and what is said there. */
@Module({ imports: [DeliveryModule, UnitModule], providers: [Weibo, Budgets, Posts, Comments, ReadBack, MicroblogProbing, MicroblogConnector], exports: [MicroblogConnector] })
export class MicroblogModule {}
