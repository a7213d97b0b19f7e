import { Inject, Injectable } from '@nestjs/common';
import type { Connector } from '../../delivery/connector.js';
import { Open311Probing } from './open311.probing.js';

/** Open311 GeoReport v2: whoever posts reads what became of it under the same address, at publication. */
@Injectable()
export class Open311Connector implements Connector {
  readonly name = 'open311';
  readonly can = { receives: 'called', delivers: false, readsBack: false, likes: false, attachments: false, deletes: false, webhook: false } as const;

  constructor(@Inject(Open311Probing) readonly probing: Open311Probing) {}

  isOpen(): Promise<boolean> {
    return Promise.resolve(false);
  }

  deliver(): ReturnType<Connector['deliver']> {
    return Promise.resolve({ kind: 'refused', reason: 'nothing goes back by Open311' });
  }
}
