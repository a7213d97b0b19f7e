import { makingOnce } from '@wenzheng/platform';
import { problem } from './problems.js';

/** What a person's request makes, it makes once. */
export const once = makingOnce(() => problem('deadline-supervision.idempotency-key-reused'));
