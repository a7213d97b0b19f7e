import { Operation, type OperationOptions } from '@wenzheng/platform';
import { z } from 'zod';

const html = { mediaType: 'text/html', schema: z.string() };

/** A page that everyone may read and keep. */
export const PageOperation = ({ reads, ...rest }: Omit<OperationOptions, 'tag' | 'answers' | 'hasErrorPages'>) =>
  Operation({
    ...rest,
    tag: 'Portal',
    answers: { 200: { ...html, headers: ['etag'] }, 304: { headers: ['etag'] } },
    hasErrorPages: true,
    reads: { ...reads, headers: { 'if-none-match': z.string().optional() } },
  });

/** A page of the writer's own view, kept nowhere; `statuses` are those with which the page itself may come. */
export const QueryOperation = ({ statuses, answers, ...rest }: Omit<OperationOptions, 'tag' | 'hasErrorPages'> & { statuses: readonly number[] }) =>
  Operation({
    ...rest,
    tag: 'Query',
    answers: { ...Object.fromEntries(statuses.map((status) => [status, html])), ...answers },
    hasErrorPages: true,
  });
