import { Operation, type OperationOptions } from '@wenzheng/platform';
import { z } from 'zod';

const html = { mediaType: 'text/html', schema: z.string() };

/** A page for one reader, kept nowhere; `statuses` are those with which the page itself may come. */
export const OwnPageOperation = ({ statuses, answers, ...rest }: Omit<OperationOptions, 'tag' | 'answers' | 'hasErrorPages'> & { statuses: readonly number[]; answers?: OperationOptions['answers'] }) =>
  Operation({ ...rest, tag: 'Portal', answers: { ...Object.fromEntries(statuses.map((status) => [status, html])), ...answers }, hasErrorPages: true });
