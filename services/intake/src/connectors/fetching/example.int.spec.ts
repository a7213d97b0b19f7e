import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectorContract, type SentItem } from '@wenzheng/testing/connectors';
import type { DeliveryOutcome, Notification } from '../../delivery/connector.js';
import { Fixture } from '../../intake.fixture.js';
import type { Fetched, FetchedPage, FetchingConnector } from './fetching-connector.js';
import { FetchingRig } from './fetching.fixture.js';

interface Note {
  place: number;
  id: string;
  author: string | null;
  at: string;
  text: string;
}

/** 社区公告栏: an electronic notice board of a neighbourhood. `GET /notes?after=PLACE`, `POST /notes/ID/answers`; it drops an answer whose id it has. */
class NoticeBoard implements FetchingConnector<number> {
  readonly name = 'notice-board';
  readonly can = { receives: 'fetches', delivers: true, readsBack: false, likes: false, attachments: false, deletes: false, webhook: false } as const;
  readonly everySeconds = 60;

  constructor(private readonly url: () => string) {}

  sources(): string[] {
    return ['chaoyang'];
  }

  async fetch(_source: string, cursor: number | null): Promise<FetchedPage<number>> {
    const response = await fetch(`${this.url()}/notes?after=${cursor ?? 0}`, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const notes = (await response.json()) as Note[];
    return { items: notes.map((note) => this.read(note)), cursor: notes.at(-1)?.place ?? cursor ?? 0, isLast: notes.length < 2 };
  }

  isOpen(): Promise<boolean> {
    return Promise.resolve(true);
  }

  async deliver({ id, kind, body }: Notification): Promise<DeliveryOutcome> {
    const { data } = JSON.parse(body) as { data: { externalId: string; messageNumber: string; text?: string } };
    try {
      const response = await fetch(`${this.url()}/notes/${encodeURIComponent(data.externalId)}/answers`, { method: 'POST', headers: { 'answer-id': id }, body: kind === 'receipt' ? `已受理，编号${data.messageNumber}。` : (data.text ?? ''), signal: AbortSignal.timeout(10_000) });
      return response.ok ? { kind: 'delivered', deliveryId: null } : { kind: 'retry', reason: `HTTP ${response.status}` };
    } catch {
      return { kind: 'retry', reason: 'no answer' };
    }
  }

  /** Whoever reads a notice board can ask its writer; a note is kept whatever is wrong with it. */
  private read({ id, author, at, text }: Note): Fetched {
    const words = text.trim() === '' ? '（无文字内容）' : text.slice(0, 20_000);
    return { message: { channel: 'forum', body: { externalId: id, occurredAt: at, author: { externalId: author ?? id }, text: words } } };
  }
}

connectorContract('a notice board, added in three steps', async () => {
  const notes: Note[] = [];
  const posted: { id: string; text: string }[] = [];
  let [isAway, mood] = [false, 'well'];
  const board = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      if (isAway) return void request.socket.destroy();
      if (request.method === 'GET') return void response.end(JSON.stringify(notes.filter(({ place }) => place > Number(new URL(request.url!, 'http://board').searchParams.get('after'))).slice(0, 2)));
      if (mood === 'failing') return void response.writeHead(500).end();
      const id = String(request.headers['answer-id']);
      if (!posted.some((one) => one.id === id)) posted.push({ id, text: body });
      return mood === 'answer-lost' ? void request.socket.destroy() : void response.end();
    });
  });
  await new Promise<void>((resolve) => board.listen(0, '127.0.0.1', resolve));
  const fixture = await Fixture.create();
  const rig = new FetchingRig(fixture, await fixture.start({ DELIVERY_BACKOFF_SECONDS: '0,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1,0.1' }), new NoticeBoard(() => `http://127.0.0.1:${(board.address() as AddressInfo).port}`));
  return {
    name: 'notice-board',
    can: { receives: 'fetches', delivers: true, readsBack: false },
    isMarkup: false,
    // Its notes are JSON, which is UTF-8.
    cannotSend: ['broken encoding'],
    send: ({ id, text, author, at }: SentItem) => Promise.resolve(void notes.push({ place: notes.length + 1, id, author, at, text })).then(() => null),
    fetch: () => rig.fetch(),
    fetchAndDieAt: (step) => rig.fetchAndDieAt(step),
    away: (away) => Promise.resolve(void (isAway = away)),
    registered: () => rig.replies.registered(),
    fateOf: async (id) => ((await rig.replies.registered()).some(({ externalId }) => externalId === id) ? 'registered' : null),
    reply: (messageId, text) => rig.replies.publish(messageId, text),
    mood: (now) => void (mood = now),
    posted: () => Promise.resolve(posted),
    deliveryOf: (messageId) => rig.replies.deliveryOf(messageId),
    async close() {
      await fixture.drop();
      await new Promise((resolve) => board.close(resolve));
    },
  };
});
