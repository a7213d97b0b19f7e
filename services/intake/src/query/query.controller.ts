import { Body, Controller, Get, Header, Inject, Post } from '@nestjs/common';
import { isStorableText } from '@wenzheng/contracts';
import { Public } from '@wenzheng/platform';
import { z } from 'zod';
import { QueryService } from './query.service.js';

const typed = z.string().max(200).refine(isStorableText);
const querySchema = z.strictObject({ number: typed, trackingCode: typed });

@Controller('v1')
@Public()
export class QueryController {
  constructor(@Inject(QueryService) private readonly queries: QueryService) {}

  /** 201 with a ticket for one message; 404 for an unknown number and for a wrong code alike. */
  @Post('queries')
  @Header('cache-control', 'no-store')
  check(@Body({ schema: querySchema }) body: z.infer<typeof querySchema>) {
    return this.queries.check(body.number, body.trackingCode);
  }

  /** JSON Web Key Set with which tickets are checked. */
  @Get('ticket-keys')
  @Header('cache-control', 'public, max-age=300')
  keys() {
    return this.queries.keys();
  }
}
