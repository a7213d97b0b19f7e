import { Module } from '@nestjs/common';
import { ticketSeed, type IntakeConfig } from '../config.js';
import { CONFIG } from '../tokens.js';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';
import { TicketIssuer } from './ticket.js';

/** 查询: number and tracking code open the writer's own view. */
@Module({
  controllers: [QueryController],
  providers: [QueryService, { provide: TicketIssuer, useFactory: (config: IntakeConfig) => new TicketIssuer(ticketSeed(config)), inject: [CONFIG] }],
  exports: [TicketIssuer],
})
export class QueryModule {}
