import { Inject, Injectable } from '@nestjs/common';
import type { IntakeConfig } from '../../config.js';
import { ProbeFault, type ProbedWay, type Probing } from '../../delivery/probing.js';
import { Probes } from '../../probe/probes.service.js';
import { CONFIG } from '../../tokens.js';
import { lookIntoMailbox } from './mailbox-reader.js';
import { Postman } from './postman.service.js';

const daySeconds = 86_400;

/** What of a Message-ID may be the mark of a probe. */
export const markIn = (headerId: string): string => /^<probe\.([^@>]+)@/.exec(headerId)?.[1] ?? '';

/** Of each mailbox: a look whether it lets us in, and a letter a day that has to come back out of it. */
@Injectable()
export class MailProbing implements Probing {
  constructor(
    @Inject(Probes) private readonly probes: Probes,
    @Inject(Postman) private readonly postman: Postman,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  ways(): ProbedWay[] {
    return this.config.MAILBOXES.flatMap(({ name, title = null }): ProbedWay[] => {
      const box = { channel: 'mailbox', name, title } as const;
      const letter: ProbedWay[] = this.config.SMTP ? [{ ...box, way: 'letter', everySeconds: daySeconds }] : [];
      return [...letter, { ...box, way: 'reading', everySeconds: this.config.PROBE_SECONDS }];
    });
  }

  async probe({ name, way }: ProbedWay, probeId: string): Promise<boolean> {
    const box = this.config.MAILBOXES.find((one) => one.name === name);
    if (!box) return false;
    if (way === 'letter') {
      const domain = box.address.slice(box.address.lastIndexOf('@') + 1);
      await this.postman.sendProbe(box, `<probe.${this.probes.markOf(probeId)}@${domain}>`).catch(refusedBy);
    } else await lookIntoMailbox(box).catch(refusedBy);
    return true;
  }
}

/** What the server has answered, as against a server that does not answer. */
function refusedBy(error: unknown): never {
  const { responseCode, authenticationFailed, responseStatus } = error as { responseCode?: number; authenticationFailed?: boolean; responseStatus?: string };
  if (responseCode !== undefined) throw new ProbeFault('refused', `SMTP ${responseCode}`);
  if (authenticationFailed || responseStatus === 'NO') throw new ProbeFault('refused', 'the mailbox does not let us in');
  throw error;
}
