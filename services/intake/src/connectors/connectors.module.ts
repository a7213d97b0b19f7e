import { Global, Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { CHANNELS, type Channels } from '../delivery/channel.js';
import { RegistrationModule } from '../registration/registration.module.js';
import { FormModule } from './form/form.module.js';
import { PushController } from './push/push.controller.js';
import { WebhookChannel } from './push/webhook/webhook-channel.js';
import { WebhookController } from './push/webhook/webhook.controller.js';
import { WebhookFailures } from './push/webhook/webhook-failures.service.js';
import { WebhookService } from './push/webhook/webhook.service.js';

/** Every channel's way back, one line each. */
const channelsBack = {
  provide: CHANNELS,
  inject: [WebhookChannel],
  useFactory: (webhook: WebhookChannel): Channels => ({
    portal: webhook,
    board: webhook,
    interview: webhook,
    mailbox: webhook,
    forum: webhook,
    microblog: webhook,
  }),
};

/**
 * How messages come in and replies go back, a folder for each kind of connector. It is global, because delivery stands
 * lower and knows of the ways back only what `Channel` says.
 */
@Global()
@Module({
  imports: [AccessModule, RegistrationModule, FormModule],
  controllers: [PushController, WebhookController],
  providers: [WebhookService, WebhookFailures, WebhookChannel, channelsBack],
  exports: [CHANNELS],
})
export class ConnectorsModule {}
