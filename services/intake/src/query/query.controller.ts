import { Body, Controller, Get, Header, Inject, Ip, Post } from '@nestjs/common';
import { isStorableText } from '@wenzheng/contracts';
import { networkOf, Operation, Public } from '@wenzheng/platform';
import { z } from 'zod';
import { problem } from '../problems.js';
import { keySetSchema, ticketSchema } from './ticket.js';
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
  @Operation({
    id: 'query',
    tag: 'Writers',
    summary: 'Gives a 15-minute ticket for one message',
    description: 'An unknown number and a wrong code get the same answer.',
    answers: { 201: ticketSchema },
    problems: problem.pick('intake.number-or-code-wrong', 'intake.too-many-queries'),
  })
  check(@Body({ schema: querySchema }) body: z.infer<typeof querySchema>, @Ip() address: string) {
    return this.queries.check(body.number, body.trackingCode, networkOf(address));
  }

  /** JSON Web Key Set with which tickets are checked. */
  @Get('ticket-keys')
  @Header('cache-control', 'public, max-age=300')
  @Operation({ id: 'readTicketKeys', tag: 'Writers', summary: 'The keys with which tickets are checked', answers: { 200: keySetSchema } })
  keys() {
    return this.queries.keys();
  }
}
