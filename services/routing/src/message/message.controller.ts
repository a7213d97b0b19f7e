import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { Allow, CurrentCaller, type Caller } from '@wenzheng/platform';
import { z } from 'zod';
import { messageIdSchema, unitCodeSchema } from '../desk/desk-http.js';
import { Messages } from './messages.service.js';

const listSchema = z.object({
  state: z.enum(['pen', 'assigned', 'in-review', 'answered']).optional(),
  unit: unitCodeSchema.optional(),
  after: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

@Controller('v1/messages')
@Allow('web-admin', 'reviewer', 'principal', 'information-office', 'supervision-office')
export class MessageController {
  constructor(@Inject(Messages) private readonly messages: Messages) {}

  @Get()
  list(@Query({ schema: listSchema }) filter: z.output<typeof listSchema>, @CurrentCaller() caller: Caller) {
    return this.messages.list(filter, caller);
  }

  @Get(':id')
  one(@Param('id', { schema: messageIdSchema }) messageId: string, @CurrentCaller() caller: Caller) {
    return this.messages.one(messageId, caller);
  }
}
