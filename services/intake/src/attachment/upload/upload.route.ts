import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { platformProblem } from '@wenzheng/platform';
import type { FastifyRequest } from 'fastify';

export const uploadType = 'application/octet-stream';
const uploadPaths = new Set(['/v1/channels/:channel/messages/:externalId/attachments/:attachmentExternalId', '/v1/reply-attachments/:attachmentId']);

/** Bytes are handed on as they come, to the endpoints that take them; for all others they are no content type. */
export function acceptUploads(app: NestFastifyApplication): void {
  app.getHttpAdapter().getInstance().addContentTypeParser(uploadType, (request: FastifyRequest, payload: unknown, done: (error: Error | null, body?: unknown) => void) => {
    const isUpload = request.method === 'PUT' && uploadPaths.has(request.routeOptions.url ?? '');
    if (isUpload) done(null, payload);
    else done(platformProblem('unsupported-media-type'));
  });
}
