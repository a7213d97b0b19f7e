import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { listenForOperations, separateOperations } from './operations.js';
import { fastifyAdapter } from './service.js';

const pathsOf = { operations: ['metrics', 'health/ready', 'v1/ledger/board', 'v1/dead-letters', 'v1/outbox/republications'], public: ['messages', 'v1/ledgers', 'healthy'] };

@Controller()
class SpecController {
  @Get([...pathsOf.operations, ...pathsOf.public])
  answer(): string {
    return 'here';
  }
}

@Module({ controllers: [SpecController] })
class SpecModule {}

let app: NestFastifyApplication;
let urls: { public: string; operations: string };
beforeAll(async () => {
  app = await NestFactory.create<NestFastifyApplication>(SpecModule, fastifyAdapter(), { logger: false });
  separateOperations(app);
  await app.listen(0, '127.0.0.1');
  urls = { public: await app.getUrl(), operations: await listenForOperations(app, 0, '127.0.0.1') };
});
afterAll(() => app.close());

/** Each character of it written as its code, as a gateway that compares addresses does not read it. */
const encoded = (path: string) => path.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);

describe('what whoever operates a service asks', () => {
  it.each([
    ['public', 'operations'],
    ['operations', 'public'],
  ] as const)('the port of %s answers its own and knows nothing of that of %s, however an address is written', async (here, there) => {
    for (const write of [(path: string) => path, encoded, (path: string) => `${path}?x=1`]) {
      for (const path of pathsOf[here]) expect([path, (await fetch(`${urls[here]}/${write(path)}`)).status]).toEqual([path, 200]);
      for (const path of pathsOf[there]) expect([path, (await fetch(`${urls[here]}/${write(path)}`)).status]).toEqual([path, 404]);
    }
    expect(await (await fetch(`${urls[here]}/${pathsOf[there][0]}`)).json()).toMatchObject({ code: 'not-found' });
  });

  it('ends with the service', async () => {
    await app.close();
    await expect(fetch(`${urls.operations}/metrics`)).rejects.toThrow('fetch failed');
  });
});
