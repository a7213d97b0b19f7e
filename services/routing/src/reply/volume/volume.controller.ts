import { Controller, Get, Inject, Query } from '@nestjs/common';
import { dateSchema } from '@wenzheng/contracts';
import { Allow, Operation } from '@wenzheng/platform';
import { z } from 'zod';
import { defaultVolume, ReplyVolumes, volumesSchema } from './volume.service.js';

const querySchema = z
  .object({ from: dateSchema, to: dateSchema, atLeast: z.coerce.number().int().min(1).max(1_000_000).default(defaultVolume) })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'is before from' });

@Controller('v1/reply-volumes')
export class ReplyVolumesController {
  constructor(@Inject(ReplyVolumes) private readonly volumes: ReplyVolumes) {}

  @Get()
  @Allow('information-office', 'supervision-office', 'administrator')
  @Operation({
    id: 'readReplyVolumes',
    tag: 'Units',
    summary: 'How much sub-units 二级机构 answer, and which of them ought to have a web admin of their own (R13)',
    answers: { 200: volumesSchema },
  })
  read(@Query({ schema: querySchema }) query: z.output<typeof querySchema>) {
    return this.volumes.count(query);
  }
}
