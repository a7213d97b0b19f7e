import { Inject, Injectable } from '@nestjs/common';
import { channelSchema } from '@wenzheng/contracts';
import type { Clock } from '@wenzheng/working-days';
import type { IntakeConfig } from '../../config.js';
import type { ProbedWay, Probing } from '../../delivery/probing.js';
import { ChannelKeys } from '../../access/channel-keys.js';
import { Probes } from '../../probe/probes.service.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { knock } from '../probing/door.js';

interface ProbeMessage {
  externalId: string;
  occurredAt: string;
  author: { externalId: string };
  text: string;
  visibility: 'private';
}

/** What an integration would send with the channel's first key. */
export interface IntegrationProbe {
  path: 'messages' | 'events';
  contentType: string;
  bodyOf(message: ProbeMessage): object;
}

/** The doors of integrations, one for each channel that has a key in the configuration; revoked, it is not probed. */
@Injectable()
export class IntegrationProbes {
  constructor(
    @Inject(ChannelKeys) private readonly keys: ChannelKeys,
    @Inject(Probes) private readonly probes: Probes,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  by({ path, contentType, bodyOf }: IntegrationProbe): Probing {
    return {
      ways: () => this.ways(),
      probe: async ({ channel }, probeId) => {
        const message: ProbeMessage = { externalId: probeId, occurredAt: this.clock.now().toISOString(), author: { externalId: 'probe' }, text: this.probes.textOf(probeId), visibility: 'private' };
        const url = new URL(`/v1/channels/${channel}/${path}`, this.config.PROBE_URL);
        const headers = { authorization: this.authorizationOf(channel), 'content-type': contentType };
        const answer = await knock(url, { method: 'POST', headers, body: JSON.stringify(bodyOf(message)) }, 201);
        await answer.body?.cancel();
        return true;
      },
    };
  }

  private ways(): ProbedWay[] {
    return channelSchema.options
      .filter((channel) => this.config.CHANNEL_KEYS[channel] !== undefined && this.keys.knows(this.authorizationOf(channel)))
      .map((channel) => ({ channel, name: channel, title: null, way: 'request', everySeconds: this.config.PROBE_SECONDS }));
  }

  private authorizationOf(channel: ProbedWay['channel']): string {
    return `Bearer ${this.config.CHANNEL_KEYS[channel]}`;
  }
}
