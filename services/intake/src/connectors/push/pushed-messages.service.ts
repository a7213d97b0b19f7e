import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import { DATA_SOURCE, type DataSource } from '@wenzheng/platform';
import type { AdmittedKey } from '../../access/channel-keys.js';
import { Quotas } from '../../access/quotas.js';
import type { MessageBody } from '../../message/message-body.js';
import { problem } from '../../problems.js';
import { registrationProblems, RegistrationService, type Registration } from '../../registration/registration.service.js';
import { Sandbox } from '../../sandbox/sandbox.service.js';
import { Units } from '../../unit/units.service.js';
import { FollowUps } from '../../writer/follow-ups.service.js';

export const pushProblems = {
  ...registrationProblems,
  ...problem.pick('intake.quota-exceeded', 'intake.reply-to-unknown', 'intake.reply-to-another-author', 'intake.not-answered', 'intake.answered-long-ago', 'intake.followed-up-twice'),
};

/** What an integration brings, however it is wrapped. */
@Injectable()
export class PushedMessages {
  constructor(
    @Inject(DATA_SOURCE) private readonly dataSource: DataSource,
    @Inject(RegistrationService) private readonly registration: RegistrationService,
    @Inject(FollowUps) private readonly followUps: FollowUps,
    @Inject(Units) private readonly units: Units,
    @Inject(Quotas) private readonly quotas: Quotas,
    @Inject(Sandbox) private readonly sandbox: Sandbox,
  ) {}

  /** A unit that nobody knows refuses nothing: whose the message is, people find out. The receipt says so. */
  async register(key: AdmittedKey, body: MessageBody, connector: string): Promise<Registration> {
    const { channel } = key;
    await this.quotas.take(key);
    const registered = await (key.sandbox ? this.sandbox.register(key, body) : this.registered(channel, body, connector));
    if (body.unit === undefined || (await this.units.isKnown(this.dataSource.manager, body.unit))) return registered;
    return { ...registered, receipt: { ...registered.receipt, notices: [{ code: 'intake.unknown-unit', pointer: '/unit' }] } };
  }
  private async registered(channel: ChannelName, body: MessageBody, connector: string): Promise<Registration> {
    const asked = body.replyTo === undefined ? {} : await this.followUps.pushed(channel, body);
    return this.registration.register(channel, body, { connector, ...asked });
  }
}
