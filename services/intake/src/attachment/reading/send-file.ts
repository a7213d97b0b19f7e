import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { StoredFile } from './attachment-reader.js';

export const anyFile = { schema: z.string().meta({ format: 'binary' }), mediaType: 'application/octet-stream', headers: ['content-disposition', 'x-content-type-options', 'content-security-policy'] };

/** To be saved and never shown in place: what somebody has sent us runs, draws and asks for nothing under our address. */
export function sendFile(reply: FastifyReply, { name, size, content }: StoredFile, { kept }: { kept: 'no-store' | 'no-cache' }): void {
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  void reply
    .status(200)
    .headers({
      'content-type': 'application/octet-stream',
      'content-length': size,
      'content-disposition': `attachment; filename="attachment"; filename*=UTF-8''${encoded}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': kept,
    })
    .send(content);
}
