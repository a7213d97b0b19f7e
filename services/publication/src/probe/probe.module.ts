import { Module } from '@nestjs/common';
import { ProbeHandlers } from './probe.handlers.js';
import { ProbeReader } from './probe.reader.js';

/** 探测 of the ways into the channels, as intake tells of them. */
@Module({ controllers: [ProbeHandlers], providers: [ProbeReader], exports: [ProbeReader] })
export class ProbeModule {}
