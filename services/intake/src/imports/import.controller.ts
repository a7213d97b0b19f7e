import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Allow } from '@wenzheng/platform';
import type { FastifyInstance } from 'fastify';
import { importSchema, type ImportRequest, type LineResult } from './import.rules.js';
import { ImportService } from './import.service.js';

const importBodyLimit = 8 * 1024 * 1024;

@Controller('v1/imports')
export class ImportController {
  constructor(
    @Inject(ImportService) private readonly imports: ImportService,
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
  ) {
    const instance = host.httpAdapter.getInstance<FastifyInstance>();
    // Nest offers no body limit of one route; this runs before the routes are registered.
    instance.addHook('onRoute', (route) => {
      if (route.url === '/v1/imports') route.bodyLimit = importBodyLimit;
    });
  }

  /** One result per line, in their order. The same request again changes nothing. */
  @Post()
  @HttpCode(200)
  @Allow('administrator')
  async import(@Body({ schema: importSchema }) body: ImportRequest): Promise<{ results: LineResult[] }> {
    return { results: await this.imports.import(body) };
  }
}
