import { Controller, Get, Header } from '@nestjs/common';
import { z } from 'zod';
import { Public } from '../access/authentication.js';
import { Operation } from '../openapi/operation.js';
import { Metrics } from './metrics.js';

@Controller('metrics')
@Public()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Get()
  @Operation({ id: 'metrics', tag: 'Health', summary: 'Metrics in Prometheus’s text format', answers: { 200: { mediaType: 'text/plain', schema: z.string() } } })
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  read(): Promise<string> {
    return this.metrics.render();
  }
}
