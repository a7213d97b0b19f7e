import { Operation, platformProblem, type OperationOptions } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { contentSecurityPolicy } from './stylesheet.js';

/** A document as it is printed: for those alone who may read it, and kept nowhere. */
export function sendPaper(page: string, reply: FastifyReply): void {
  void reply
    .headers({
      'content-type': 'text/html; charset=utf-8',
      'content-language': 'zh-CN',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    .send(page);
}

export const PaperOperation = (options: Pick<OperationOptions, 'id' | 'tag' | 'summary'>) =>
  Operation({
    ...options,
    description: 'A page to print, in the layout of GB/T 9704.',
    answers: { 200: { schema: z.string(), mediaType: 'text/html' } },
    problems: platformProblem.pick('not-found'),
  });
