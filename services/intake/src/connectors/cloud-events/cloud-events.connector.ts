import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import type { Connector, DeliveryOutcome, Notification } from '../../delivery/connector.js';
import { PushConnector } from '../push/push.connector.js';

/** CloudEvents over HTTP: what is pushed, in the envelope that event brokers speak. Answers go back by the channel's webhook, as those to pushed messages do. */
@Injectable()
export class CloudEventsConnector implements Connector {
  readonly name = 'cloud-events';
  readonly can = { receives: 'called', delivers: true, readsBack: false, likes: true, attachments: true, deletes: false, webhook: true } as const;

  constructor(@Inject(PushConnector) private readonly push: PushConnector) {}

  isOpen(channel: ChannelName, manager: EntityManager): Promise<boolean> {
    return this.push.isOpen(channel, manager);
  }

  deliver(notification: Notification): Promise<DeliveryOutcome> {
    return this.push.deliver(notification);
  }
}
