import { isOwnForm } from '@wenzheng/page-frame';
import type { FastifyRequest } from 'fastify';
import type { IntakeConfig } from '../config.js';
import { problem } from '../problems.js';

/** @throws Problem `intake.foreign-form` */
export function refuseForeign({ headers }: Pick<FastifyRequest, 'headers'>, { PUBLIC_URL }: Pick<IntakeConfig, 'PUBLIC_URL'>): void {
  if (!isOwnForm(headers, PUBLIC_URL)) throw problem('intake.foreign-form');
}
