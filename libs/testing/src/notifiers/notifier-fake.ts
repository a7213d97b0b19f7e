import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a platform was asked to tell whom. */
export interface Received {
  to: string;
  text: string;
}

/** How the next requests fare, until it is set anew. */
export type Mood = 'well' | 'busy' | 'redirecting' | 'garbled';

/** A platform of notifications on loopback that holds its callers to the wire form, and knows the one person `known`. */
export interface NotifierFake {
  url: string;
  received: Received[];
  /** How often it was asked to tell something, whatever came of it. */
  readonly asked: number;
  mood: Mood;
  known: string;
  close(): Promise<void>;
}

export interface Request {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

export type FakeAnswer = { status?: number; body: Record<string, unknown> };

/** @param answer what the platform answers to a request that is well formed; `tell` keeps what arrived */
export async function httpFake(known: string, isTelling: (request: Request) => boolean, answer: (request: Request, fake: NotifierFake) => FakeAnswer): Promise<NotifierFake> {
  let asked = 0;
  const server: Server = createServer((incoming, response) => {
    let text = '';
    incoming.setEncoding('utf8').on('data', (part: string) => (text += part));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://fake');
      const request: Request = { method: incoming.method ?? '', path: url.pathname, query: url.searchParams, headers: incoming.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
      const telling = isTelling(request);
      if (telling) asked += 1;
      if (telling && fake.mood === 'busy') return void response.writeHead(503, { 'retry-after': '7' }).end();
      if (telling && fake.mood === 'redirecting') return void response.writeHead(307, { location: `${fake.url}/elsewhere` }).end();
      if (telling && fake.mood === 'garbled') return void response.writeHead(500).end('<html>');
      const { status = 200, body } = answer(request, fake);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: NotifierFake = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: [],
    get asked() {
      return asked;
    },
    mood: 'well',
    known,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return fake;
}
