import { Inject, Injectable } from '@nestjs/common';
import type { ChannelName } from '@wenzheng/contracts';
import type { EntityManager } from '@wenzheng/platform';
import type { Connector, DeliveryOutcome, Notification } from '../../delivery/connector.js';
import type { Probing } from '../../delivery/probing.js';
import { PushConnector } from '../push/push.connector.js';
import { IntegrationProbes } from '../push/push.probing.js';
import { eventMediaTypes, messageSubmitted } from './event.js';

/** CloudEvents over HTTP: what is pushed, in the envelope that event brokers speak. Answers go back by the channel's webhook, as those to pushed messages do. */
@Injectable()
export class CloudEventsConnector implements Connector {
  readonly name = 'cloud-events';
  readonly can = { receives: 'called', delivers: true, readsBack: false, likes: true, attachments: true, deletes: false, webhook: true } as const;

  readonly probing: Probing;

  constructor(
    @Inject(PushConnector) private readonly push: PushConnector,
    @Inject(IntegrationProbes) probes: IntegrationProbes,
  ) {
    const event = { specversion: '1.0', type: messageSubmitted, source: '/wenzheng/probe' };
    this.probing = probes.by({ path: 'events', contentType: eventMediaTypes.structured, bodyOf: ({ externalId: id, occurredAt: time, ...data }) => ({ ...event, id, time, data }) });
  }

  isOpen(channel: ChannelName, manager: EntityManager): Promise<boolean> {
    return this.push.isOpen(channel, manager);
  }

  deliver(notification: Notification): Promise<DeliveryOutcome> {
    return this.push.deliver(notification);
  }
}
