import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { Allow } from '@wenzheng/platform';
import { importSchema, type ImportRequest, type LineResult } from './import.rules.js';
import { ImportService } from './import.service.js';

@Controller('v1/imports')
export class ImportController {
  constructor(@Inject(ImportService) private readonly imports: ImportService) {}

  /** One result per line, in their order. The same request again changes nothing. */
  @Post()
  @HttpCode(200)
  @Allow('administrator')
  async import(@Body({ schema: importSchema }) body: ImportRequest): Promise<{ results: LineResult[] }> {
    return { results: await this.imports.import(body) };
  }
}
