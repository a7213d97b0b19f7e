import { Injectable } from '@nestjs/common';
import type { Connector } from '../../delivery/connector.js';

/** 网民座谈会: what became of a point is read in the minutes and on the message's page. */
@Injectable()
export class ForumConnector implements Connector {
  readonly name = 'forum';
  readonly can = { receives: 'called', delivers: false, readsBack: false, likes: false, attachments: false, deletes: false, webhook: false } as const;

  isOpen(): Promise<boolean> {
    return Promise.resolve(false);
  }

  deliver(): ReturnType<Connector['deliver']> {
    return Promise.resolve({ kind: 'refused', reason: 'nothing goes back to a forum' });
  }
}
