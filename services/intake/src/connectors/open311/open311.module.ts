import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { MessageModule } from '../../message/message.module.js';
import { ProbeModule } from '../../probe/probe.module.js';
import { RegistrationModule } from '../../registration/registration.module.js';
import { Open311Connector } from './open311.connector.js';
import { Open311Probing } from './open311.probing.js';
import { Open311Controller } from './open311.controller.js';

/** Open311 GeoReport v2: programs that post service requests, a way in of the channel `portal`. */
@Module({ imports: [AccessModule, MessageModule, RegistrationModule, ProbeModule], controllers: [Open311Controller], providers: [Open311Connector, Open311Probing], exports: [Open311Connector] })
export class Open311Module {}
