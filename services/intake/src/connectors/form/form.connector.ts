import { Inject, Injectable } from '@nestjs/common';
import type { Connector } from '../../delivery/connector.js';
import { FormProbing } from './form.probing.js';

/** 我要留言: its writer reads the reply on the page of the message, by number and code. */
@Injectable()
export class FormConnector implements Connector {
  readonly name = 'form';
  readonly can = { receives: 'called', delivers: false, readsBack: false, likes: false, attachments: true, deletes: false, webhook: false } as const;

  constructor(@Inject(FormProbing) readonly probing: FormProbing) {}

  isOpen(): Promise<boolean> {
    return Promise.resolve(false);
  }

  deliver(): ReturnType<Connector['deliver']> {
    return Promise.resolve({ kind: 'refused', reason: 'nothing goes back by the form' });
  }
}
