import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { call } from '@wenzheng/testing';
import type { ConnectorUnderTest, SentItem } from '@wenzheng/testing/connectors';
import { PublishedReplies } from '../../delivery/delivery.fixture.js';
import { channelKeys, Fixture } from '../../intake.fixture.js';

/** What an integration of the channel `board` sends. */
export interface IntegrationRequest {
  path: 'messages' | 'events';
  type: string;
  body: object;
}

/** A connector by which an integration calls with its key, and hears by the channel's webhook, for the suite of connectors. */
export async function integrationUnderTest(name: string, requestOf: (item: SentItem) => IntegrationRequest): Promise<ConnectorUnderTest> {
  const posted: { id: string; text: string }[] = [];
  let mood: 'well' | 'failing' | 'answer-lost' = 'well';
  const platform = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      if (mood === 'failing') return void response.writeHead(500).end();
      posted.push({ id: String(request.headers['webhook-id']), text: body });
      return mood === 'answer-lost' ? void request.socket.destroy() : void response.end();
    });
  });
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  const fixture = await Fixture.create();
  const intake = await fixture.start({ DELIVERY_BACKOFF_SECONDS: `0${',0.1'.repeat(30)}` });
  await intake.call('/v1/channels/board/webhook', { role: 'security-administrator', method: 'PUT', body: { url: `http://127.0.0.1:${(platform.address() as AddressInfo).port}/hook` } });
  const replies = new PublishedReplies(fixture, name);
  return {
    name,
    can: { receives: 'called', delivers: true, readsBack: false },
    isMarkup: false,
    /** Broken bytes are GBK under the name of UTF-8. */
    async send(item) {
      const { path, type, body } = requestOf(item);
      const json = JSON.stringify(body);
      const bytes = item.encoding === 'utf-8' ? Buffer.from(json) : Buffer.from(json.replace(/路/g, '\u00c2\u00b7'), 'latin1');
      const answer = await fetch(`${intake.url}/v1/channels/board/${path}`, { method: 'POST', headers: { authorization: `Bearer ${channelKeys.board}`, 'content-type': type }, body: bytes });
      const { code } = (await answer.json()) as { code?: string };
      if (code !== undefined) return { code };
      return answer.status === 201 ? 'registered' : 'repeated';
    },
    registered: () => replies.registered(),
    fateOf: async (id) => ((await call(`${intake.url}/v1/channels/board/messages/${encodeURIComponent(id)}`, { token: channelKeys.board })).status === 200 ? 'registered' : null),
    reply: (messageId, text) => replies.publish(messageId, text),
    mood: (now) => void (mood = now),
    posted: () => Promise.resolve(posted),
    deliveryOf: (messageId) => replies.deliveryOf(messageId),
    async close() {
      await fixture.drop();
      platform.closeAllConnections();
      await new Promise((resolve) => platform.close(resolve));
    },
  };
}
