import { Inject, Module } from '@nestjs/common';
import { Connectors } from '../delivery/connectors.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { CloudEventsConnector } from './cloud-events/cloud-events.connector.js';
import { CloudEventsModule } from './cloud-events/cloud-events.module.js';
import { FetchingModule } from './fetching/fetching.module.js';
import { FormConnector } from './form/form.connector.js';
import { FormModule } from './form/form.module.js';
import { PushConnector } from './push/push.connector.js';
import { PushModule } from './push/push.module.js';

/** How messages come in and replies go back, a folder for each connector, and here a line. */
@Module({ imports: [DeliveryModule, FetchingModule, PushModule, FormModule, CloudEventsModule] })
export class ConnectorsModule {
  constructor(
    @Inject(Connectors) connectors: Connectors,
    @Inject(PushConnector) push: PushConnector,
    @Inject(FormConnector) form: FormConnector,
    @Inject(CloudEventsConnector) cloudEvents: CloudEventsConnector,
  ) {
    for (const connector of [push, form, cloudEvents]) connectors.add(connector);
  }
}
