import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { platformProblem } from '@wenzheng/platform';
import type { FastifyRequest } from 'fastify';

export const formType = 'multipart/form-data';

/** A form with files is handed on as it comes, to the one endpoint that takes it; for all others it is no content type. */
export function acceptForms(app: NestFastifyApplication): void {
  app.getHttpAdapter().getInstance().addContentTypeParser(formType, (request: FastifyRequest, payload: unknown, done: (error: Error | null, body?: unknown) => void) => {
    const isForm = request.method === 'POST' && request.routeOptions.url === '/submit';
    if (isForm) done(null, payload);
    else done(platformProblem('unsupported-media-type'));
  });
}
