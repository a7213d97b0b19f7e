import { Module } from '@nestjs/common';
import { Probes } from './probes.service.js';

/** 探测: how what we send to ourselves is known among what citizens write. */
@Module({ providers: [Probes], exports: [Probes] })
export class ProbeModule {}
