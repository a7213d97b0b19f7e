import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import type { Clock } from '@wenzheng/working-days';
import type { IntakeConfig } from '../../config.js';
import type { HoldReason } from '../../message/hold-reasons.js';
import type { MessageBody } from '../../message/message-body.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { Arrivals } from './arrivals.js';
import { massTextOf, suspicionsOf } from './screening.rules.js';

/** 甄别 of what comes in: what looks like spam or abuse is held for a person to decide, and never refused. */
@Injectable()
export class Screening {
  private readonly authors = new Arrivals();
  private readonly texts = new Arrivals();

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Pick<IntakeConfig, 'SCREENING'>,
  ) {}

  suspicionsOf(channel: ChannelName, { externalId, author, title, text }: MessageBody): HoldReason[] {
    const { authorPerHour, sameTextPerHour } = this.config.SCREENING;
    const [id, now] = [`${channel} ${externalId}`, this.clock.now().getTime()];
    const massText = massTextOf(text);
    return suspicionsOf(`${title ?? ''}\n${text}`, {
      ofAuthor: this.authors.count(`${channel} ${author.externalId}`, id, now, authorPerHour),
      ofText: massText === null ? 0 : this.texts.count(hash('sha256', massText, 'base64'), id, now, sameTextPerHour),
    }, this.config.SCREENING);
  }
}
