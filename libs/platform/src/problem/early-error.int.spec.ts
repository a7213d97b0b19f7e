import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Param, Post } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger, LOGGER } from '../logging.js';
import { ProblemFilter } from './problem.filter.js';
import { fastifyAdapter } from '../service.js';

@Controller()
class SpecController {
  @Get('words/:word')
  word(@Param('word') word: string): string {
    return word;
  }

  @Post('words')
  take(@Body() body: unknown): unknown {
    return { body };
  }

  @Get('sqlstate/:code')
  fail(@Param('code') code: string): never {
    throw Object.assign(new Error('invalid byte sequence: 13800000000'), { driverError: { code }, query: 'SELECT' });
  }

  @Get('statuses/:status')
  status(@Param('status') status: string): never {
    throw Object.assign(new Error('framework'), { statusCode: Number(status) });
  }
}

@Module({
  controllers: [SpecController],
  providers: [{ provide: LOGGER, useValue: createLogger('spec', 'silent') }, { provide: APP_FILTER, useClass: ProblemFilter }],
})
class SpecModule {}

async function start(options: Parameters<typeof fastifyAdapter>[0] = {}): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(SpecModule, fastifyAdapter(options), { logger: false });
  await app.listen(0, '127.0.0.1');
  return app;
}

let app: NestFastifyApplication;
let url: string;
beforeAll(async () => {
  app = await start();
  url = await app.getUrl();
});
afterAll(() => app.close());

const portOf = (address: string): number => Number(new URL(address).port);

async function read(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
  await once(socket, 'close');
  return text;
}

describe('an error before any route is reached', () => {
  it.each([
    ['/words/%E0%A4', 400, 'malformed-request'],
    [`/words/${'a'.repeat(501)}`, 414, 'uri-too-long'],
  ])('%s is a problem document, and says nothing of the address again', async (path, status, code) => {
    const response = await fetch(url + path);
    const text = await response.text();
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'application/problem+json; charset=utf-8']);
    expect(JSON.parse(text)).toMatchObject({ status, code });
    expect(text).not.toMatch(/E0%A4|aaaa/);
  });

  it.each([
    ['headers beyond the limit', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['what is no HTTP', 'GET\r\n\r\n', 400, 'malformed-request'],
  ])('%s are a problem document too', async (_, request, status, code) => {
    const socket = connect(portOf(url), '127.0.0.1');
    socket.write(request);
    const [head, body] = (await read(socket)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} .*application/problem\\+json`, 's'));
    expect(JSON.parse(body ?? '')).toMatchObject({ status, code });
  });
});

describe('a body', () => {
  const post = async (body: Buffer | string, contentType = 'application/json') => {
    const response = await fetch(`${url}/words`, { method: 'POST', body: body as string, headers: { 'content-type': contentType } });
    return { status: response.status, body: (await response.json()) as { code?: string; errors?: { code: string }[]; body?: unknown } };
  };

  it('is read as UTF-8 or not at all', async () => {
    expect(await post('{"text":"路灯𠮷"}')).toEqual({ status: 201, body: { body: { text: '路灯𠮷' } } });
    expect(await post(Buffer.from([0x22, 0xc2, 0xb7, 0xb5, 0xc6, 0x22]))).toMatchObject({ status: 400, body: { code: 'malformed-body', errors: [{ code: 'not_utf8' }] } });
    expect(await post('{}', 'application/json; charset=gbk')).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
    expect(await post('{}', 'application/json; charset=UTF-8')).toMatchObject({ status: 201 });
    expect(await post('a=%C2%B7%B5', 'application/x-www-form-urlencoded')).toMatchObject({ status: 400, body: { code: 'malformed-body' } });
    expect(await post('text=%E8%B7%AF+%E7%81%AF', 'application/x-www-form-urlencoded')).toMatchObject({ status: 201, body: { body: { text: '路 灯' } } });
  });

  it('with a name twice, or deeper than anything has to be, is refused before anyone looks at it', async () => {
    expect(await post('{"visibility":"private","visibility":"public"}')).toMatchObject({ status: 400, body: { errors: [{ code: 'duplicate_name' }] } });
    expect(await post('['.repeat(4_000))).toMatchObject({ status: 400, body: { errors: [{ code: 'too_deep' }] } });
    expect(await post('')).toMatchObject({ status: 400, body: { code: 'malformed-body' } });
    expect(await post('"'.repeat(5_000))).toMatchObject({ status: 413, body: { code: 'payload-too-large' } });
  });

  it('that does not arrive in time is answered 408, and its connection ended', async () => {
    const patient = await start({ arrivalMs: 200 });
    try {
      const socket = connect(portOf(await patient.getUrl()), '127.0.0.1');
      socket.write('POST /words HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"text":"');
      const [head, body] = (await read(socket)).split('\r\n\r\n');
      expect(head).toMatch(/^HTTP\/1.1 408 /);
      expect(JSON.parse(body ?? '')).toMatchObject({ code: 'request-timeout' });
    } finally {
      await patient.close();
    }
  });
});

it('connections beyond the limit are ended at once, and those within it go on', async () => {
  const small = await start({ connections: 3 });
  try {
    const port = portOf(await small.getUrl());
    const held = Array.from({ length: 3 }, () => connect(port, '127.0.0.1'));
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    held[0]!.write('GET /words/still HTTP/1.1\r\nhost: a\r\n\r\n');
    await once(held[0]!, 'data');
    const fourth = connect(port, '127.0.0.1');
    fourth.on('error', () => undefined);
    await once(fourth, 'close');
    held[1]!.write('GET /words/here HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    expect(await read(held[1]!)).toMatch(/here$/);
    for (const socket of held) socket.destroy();
  } finally {
    await small.close();
  }
});

describe('an error of a framework', () => {
  it.each([[400, 400], [402, 400], [408, 408], [413, 413], [414, 414], [422, 400], [429, 429], [431, 431], [500, 500], [502, 500], [503, 503]])('with status %i is answered %i', async (given, status) => {
    const response = await fetch(`${url}/statuses/${given}`);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status });
  });

  it.each([['22021', 400, 'invalid-request'], ['22008', 400, 'invalid-request'], ['57014', 503, 'unavailable'], ['40P01', 503, 'unavailable'], ['42P01', 500, 'internal']])(
    'of the database with SQLSTATE %s is answered %i, and its words stay here',
    async (code, status, problem) => {
      const response = await fetch(`${url}/sqlstate/${code}`);
      const text = await response.text();
      expect([response.status, JSON.parse(text).code]).toEqual([status, problem]);
      expect(text).not.toContain('138');
    },
  );
});

describe('while a service closes', () => {
  let closing: NestFastifyApplication;
  beforeEach(async () => {
    closing = await start();
  });

  it('a request that has begun to come in is answered, and its connection ended', async () => {
    const server = closing.getHttpServer();
    const socket = connect(portOf(await closing.getUrl()), '127.0.0.1');
    const answer = read(socket);
    const begun = once(server, 'connection');
    socket.write('GET /words/late HTTP/1.1\r\nhost: a\r\n');
    const [accepted] = (await begun) as [Socket];
    while (accepted.bytesRead === 0) await setImmediate();
    const closed = closing.close();
    while (server.listening) await setImmediate();
    socket.write('\r\n');
    const text = await answer;
    await closed;
    expect(text).toMatch(/^HTTP\/1\.1 200 [^]*connection: close[^]*late$/i);
  });
});
