import { Injectable } from '@nestjs/common';
import type { Connector } from '../../delivery/connector.js';

/** Open311 GeoReport v2: whoever posts reads what became of it under the same address, at publication. */
@Injectable()
export class Open311Connector implements Connector {
  readonly name = 'open311';
  readonly can = { receives: 'called', delivers: false, readsBack: false, likes: false, attachments: false, deletes: false, webhook: false } as const;

  isOpen(): Promise<boolean> {
    return Promise.resolve(false);
  }

  deliver(): ReturnType<Connector['deliver']> {
    return Promise.resolve({ kind: 'refused', reason: 'nothing goes back by Open311' });
  }
}
