import { Inject, Injectable } from '@nestjs/common';
import type { IntakeConfig } from '../../config.js';
import { ProbeFault, type ProbedWay, type Probing } from '../../delivery/probing.js';
import { Probes } from '../../probe/probes.service.js';
import { CONFIG } from '../../tokens.js';
import { knock } from '../probing/door.js';

/** The form as a citizen finds it: opened, filled in, sent, and its receipt read. */
@Injectable()
export class FormProbing implements Probing {
  constructor(
    @Inject(Probes) private readonly probes: Probes,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  ways(): ProbedWay[] {
    return [{ channel: 'portal', name: 'portal', title: null, way: 'request', everySeconds: this.config.PROBE_SECONDS }];
  }

  async probe(_way: ProbedWay, probeId: string): Promise<boolean> {
    const { PUBLIC_URL } = this.config;
    const form = new URL('/submit', PUBLIC_URL);
    const opened = await knock(form, { headers: { accept: 'text/html' } }, 200);
    const [, pass = ''] = /name="form" value="([^"]+)"/.exec(await opened.text()) ?? [];
    const letter = { form: pass, kind: 'inquiry', title: '通道探测', text: this.probes.textOf(probeId), visibility: 'private' };
    const headers = { accept: 'text/html', origin: new URL(PUBLIC_URL).origin, cookie: cookiesOf(opened) };
    const sent = await knock(form, { method: 'POST', headers, body: new URLSearchParams(letter) }, 303);
    const receipt = await knock(new URL(sent.headers.get('location') ?? '', form), { headers: { accept: 'text/html', cookie: cookiesOf(sent) } }, 200);
    if (!/-0000\b/.test(await receipt.text())) throw new ProbeFault('refused', 'the receipt has no number');
    return true;
  }
}

const cookiesOf = ({ headers }: Response): string => headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
