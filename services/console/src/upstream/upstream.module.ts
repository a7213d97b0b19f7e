import { Module } from '@nestjs/common';
import { Upstream } from './upstream.js';

/** The four services, as whoever has a token calls them. */
@Module({ providers: [Upstream], exports: [Upstream] })
export class UpstreamModule {}
