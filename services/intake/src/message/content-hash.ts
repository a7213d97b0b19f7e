import { hash } from 'node:crypto';
import { canonicalJson } from '@wenzheng/platform';

/** What tells whether two messages under one externalId are the same: SHA-256 of the RFC 8785 canonical form. */
export const contentHashOf = (content: unknown): Buffer => hash('sha256', canonicalJson(content), 'buffer');
