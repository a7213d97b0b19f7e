import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { APP_FILTER, NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { z } from 'zod';
import { createLogger, LOGGER } from '../logging.js';
import { Operation } from '../openapi/operation.js';
import { ProblemFilter } from '../problem/problem.filter.js';
import { fastifyAdapter } from '../service.js';
import { AllowedBy, Public } from './authentication.js';
import { guardBodies } from './before-body.js';
import { longestJson } from './body-limit.js';

const replySchema = z.strictObject({ text: z.string().max(20_000), interim: z.boolean() });
const operation = (id: string, bodyLimit?: number) => Operation({ id, tag: 'Spec', summary: id, answers: {}, ...(bodyLimit === undefined ? {} : { bodyLimit }) });

@Controller()
class SpecController {
  @Post('replies')
  @AllowedBy('spec')
  reply(@Body({ schema: replySchema }) body: z.output<typeof replySchema>): object {
    return { length: body.text.length };
  }

  @Post('imports')
  @AllowedBy('spec')
  @operation('imports', 16 * 1024)
  import(@Body({ schema: z.object({ lines: z.array(z.unknown()) }) }) body: { lines: unknown[] }): object {
    return { length: body.lines.length };
  }

  @Post('open')
  @Public()
  open(@Body({ schema: replySchema }) body: z.output<typeof replySchema>): object {
    return { length: body.text.length };
  }
}

async function start(controller: new () => object): Promise<NestFastifyApplication> {
  @Module({ controllers: [controller], providers: [{ provide: LOGGER, useValue: createLogger('spec', 'silent') }, { provide: APP_FILTER, useClass: ProblemFilter }] })
  class SpecModule {}
  const app = await NestFactory.create<NestFastifyApplication>(SpecModule, fastifyAdapter(), { logger: false, abortOnError: false });
  guardBodies(app);
  await app.init();
  return app;
}

let app: NestFastifyApplication;
beforeAll(async () => (app = await start(SpecController)));
afterAll(() => app.close());

const statusOf = async (url: string, payload: string) => (await app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json' } })).statusCode;
const inAscii = (text: string) => text.replace(/[^\n\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
const reply = (characters: number) => inAscii(JSON.stringify({ text: '路'.repeat(characters), interim: false }, null, 4));

describe('of a body no more is read than its endpoint takes', () => {
  it('which is the longest that its schema admits, however it is written', async () => {
    expect(await statusOf('/replies', reply(20_000))).toBe(201);
    expect(await statusOf('/replies', reply(20_500))).toBe(413);
  });

  it('or what it says itself, or 4 KiB where everyone may send', async () => {
    const lines = (bytes: number) => JSON.stringify({ lines: ['x'.repeat(bytes - 14)] });
    expect([await statusOf('/imports', lines(16 * 1024)), await statusOf('/imports', lines(16 * 1024 + 1))]).toEqual([201, 413]);
    expect([await statusOf('/open', reply(600)), await statusOf('/open', reply(700))]).toEqual([201, 413]);
    expect(await statusOf('/nowhere', reply(700))).toBe(413);
  });

  it('and where neither is said the application does not start', async () => {
    @Controller()
    class Unbounded {
      @Post('words')
      @AllowedBy('spec')
      words(@Body({ schema: z.object({ text: z.string() }) }) body: { text: string }): object {
        return body;
      }
    }
    await expect(start(Unbounded)).rejects.toThrow('Unbounded.words: its body may be of any length');
  });
});

describe('the longest JSON that a schema admits', () => {
  it.each<[string, z.ZodType, number]>([
    ['a text', z.string().max(10), 62],
    ['a choice', z.enum(['a', 'abc']), 5],
    ['one of two', z.union([z.string().max(10), z.null()]), 62],
    ['a list', z.array(z.string().max(1)).max(3), 2 + 3 * (16 + 8)],
    ['an object', z.strictObject({ a: z.boolean(), b: z.literal('x') }), 2 + (1 + 2 + 16 + 5) + (1 + 2 + 16 + 3)],
    ['an instant', z.iso.datetime(), 66],
    ['a time', z.string().regex(/^\d\d:\d\d$/), 258],
    ['digits without end', z.string().regex(/^\d+$/), Infinity],
    ['an address without end', z.url(), Infinity],
    ['a text without end', z.string(), Infinity],
    ['a list without end', z.array(z.boolean()), Infinity],
    ['anything', z.unknown(), Infinity],
    ['names that nobody knows', z.record(z.string(), z.boolean()), Infinity],
  ])('of %s', (_, schema, bytes) => {
    const { $defs = {}, ...converted } = z.toJSONSchema(schema, { io: 'input' });
    expect(longestJson(converted as Parameters<typeof longestJson>[0], $defs as Parameters<typeof longestJson>[1])).toBe(bytes);
  });
});
