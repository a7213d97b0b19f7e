import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { platformProblem } from '@wenzheng/platform';
import type { FastifyRequest } from 'fastify';

export const uploadType = 'application/octet-stream';
export const uploadPath = '/v1/channels/:channel/messages/:externalId/attachments/:attachmentExternalId';

/** Bytes are handed on as they come, to the one endpoint that takes them; for all others they are no content type. */
export function acceptUploads(app: NestFastifyApplication): void {
  app.getHttpAdapter().getInstance().addContentTypeParser(uploadType, (request: FastifyRequest, payload: unknown, done: (error: Error | null, body?: unknown) => void) => {
    const isUpload = request.method === 'PUT' && request.routeOptions.url === uploadPath;
    if (isUpload) done(null, payload);
    else done(platformProblem('unsupported-media-type'));
  });
}
