import { Module } from '@nestjs/common';
import { QueryController } from './query.controller.js';
import { QueryService } from './query.service.js';

/** 查询: number and tracking code open the writer's own view. */
@Module({ controllers: [QueryController], providers: [QueryService] })
export class QueryModule {}
