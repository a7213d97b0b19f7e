import { Module } from '@nestjs/common';
import { SessionModule } from '../session/session.module.js';
import { UpstreamModule } from '../upstream/upstream.module.js';

/** The services' interfaces, for the pages of whoever is signed in. */
@Module({ imports: [SessionModule, UpstreamModule] })
export class ProxyModule {}
