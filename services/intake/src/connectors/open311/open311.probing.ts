import { Inject, Injectable } from '@nestjs/common';
import { ChannelKeys } from '../../access/channel-keys.js';
import type { IntakeConfig } from '../../config.js';
import type { ProbedWay, Probing } from '../../delivery/probing.js';
import { Probes } from '../../probe/probes.service.js';
import { CONFIG } from '../../tokens.js';
import { knock } from '../probing/door.js';

@Injectable()
export class Open311Probing implements Probing {
  constructor(
    @Inject(ChannelKeys) private readonly keys: ChannelKeys,
    @Inject(Probes) private readonly probes: Probes,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  ways(): ProbedWay[] {
    const key = this.config.CHANNEL_KEYS.portal;
    return key !== undefined && this.keys.knows(`Bearer ${key}`) ? [{ channel: 'portal', name: 'portal', title: null, way: 'request', everySeconds: this.config.PROBE_SECONDS }] : [];
  }

  async probe(_way: ProbedWay, probeId: string): Promise<boolean> {
    const body = new URLSearchParams({ api_key: this.config.CHANNEL_KEYS.portal ?? '', service_code: 'general', description: this.probes.textOf(probeId), account_id: 'probe' });
    const answer = await knock(new URL('/open311/v2/requests.json', this.config.PUBLIC_URL), { method: 'POST', body }, 201);
    await answer.body?.cancel();
    return true;
  }
}
