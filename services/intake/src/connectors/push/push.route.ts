import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { assertKnown, invalidRequest } from '@wenzheng/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ChannelKeys } from '../../access/channel-keys.js';
import { messageBodySchema } from '../../message/message-body.js';
import { PushController } from './push.controller.js';

const none: ReadonlySet<string> = new Set();
type PushRequest = FastifyRequest<{ Params: { channel?: string } }>;

/**
 * Calls the controller of the one endpoint on the hot path without Nest's guards, pipes and observables, which cost more
 * than the controller: the same key, the same schema, the same problems. Before the routes are made.
 */
export function shortenPushRoute(app: NestFastifyApplication): void {
  const [keys, controller] = [app.get(ChannelKeys, { strict: false }), app.get(PushController, { strict: false })];
  const handler = async (request: PushRequest, reply: FastifyReply) => {
    const key = keys.admit(request.headers.authorization, request.params.channel, { takesSandbox: true });
    assertKnown(Object.keys(request.query ?? {}), none);
    const body = messageBodySchema.safeParse(request.body);
    if (!body.success) throw invalidRequest(body.error.issues);
    return controller.register(key.channel, key, body.data, request.headers['idempotency-key'] as string | undefined, reply);
  };
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.method === 'POST' && route.url === '/v1/channels/:channel/messages') route.handler = handler as typeof route.handler;
    });
}
