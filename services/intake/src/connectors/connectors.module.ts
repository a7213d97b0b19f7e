import { Inject, Module } from '@nestjs/common';
import { Connectors } from '../delivery/connectors.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { CloudEventsConnector } from './cloud-events/cloud-events.connector.js';
import { CloudEventsModule } from './cloud-events/cloud-events.module.js';
import { Fetcher } from './fetching/fetcher.js';
import { FetchingModule } from './fetching/fetching.module.js';
import { FormConnector } from './form/form.connector.js';
import { FormModule } from './form/form.module.js';
import { MailConnector } from './mail/mail.connector.js';
import { MailModule } from './mail/mail.module.js';
import { ProbingModule } from './probing/probing.module.js';
import { MicroblogConnector } from './microblog/microblog.connector.js';
import { MicroblogModule } from './microblog/microblog.module.js';
import { Open311Connector } from './open311/open311.connector.js';
import { Open311Module } from './open311/open311.module.js';
import { PushConnector } from './push/push.connector.js';
import { PushModule } from './push/push.module.js';

/** How messages come in and replies go back, a folder for each connector, and here a line. */
@Module({ imports: [DeliveryModule, FetchingModule, PushModule, FormModule, CloudEventsModule, MailModule, MicroblogModule, Open311Module, ProbingModule] })
export class ConnectorsModule {
  constructor(
    @Inject(Connectors) connectors: Connectors,
    @Inject(PushConnector) push: PushConnector,
    @Inject(FormConnector) form: FormConnector,
    @Inject(CloudEventsConnector) cloudEvents: CloudEventsConnector,
    @Inject(MicroblogConnector) microblog: MicroblogConnector,
    @Inject(Open311Connector) open311: Open311Connector,
    @Inject(MailConnector) mail: MailConnector,
    @Inject(Fetcher) fetcher: Fetcher,
  ) {
    for (const connector of [push, form, cloudEvents, mail, microblog, open311]) connectors.add(connector);
    fetcher.add(mail);
    fetcher.add(microblog);
  }
}
