import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { patientFetch, readWebhook, Refusal, refusalOf, WebhookVerificationError } from './index.js';

const here = fileURLToPath(new URL('..', import.meta.url));
const root = path.join(here, '../..');

describe('what the README shows', () => {
  const examples = [...readFileSync(path.join(here, 'README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code!);

  /** What the compiler says of a program, by types that are made of the published document now. */
  function faultsOf(programs: Record<string, string>): string {
    mkdirSync(path.join(here, 'dist'), { recursive: true });
    const folder = mkdtempSync(path.join(here, 'dist/spec-'));
    try {
      execFileSync(process.execPath, [path.join(here, 'types.mjs'), path.join(folder, 'api')]);
      mkdirSync(path.join(folder, 'src'));
      for (const [name, code] of Object.entries(programs)) writeFileSync(path.join(folder, 'src', name), code);
      const paths = { '@wenzheng/client': ['../../src/index.ts'], '@wenzheng/client/intake': ['./api/intake.d.ts'] };
      const options = { noEmit: true, composite: false, declaration: false, rootDir: '../..', lib: ['es2024', 'dom', 'dom.iterable'], paths };
      writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../../../tsconfig.base.json', compilerOptions: options, include: ['src'], exclude: [] }));
      execFileSync(process.execPath, [path.join(root, 'node_modules/typescript-native/bin/tsc'), '-p', folder], { encoding: 'utf8' });
      return '';
    } catch (error) {
      return String((error as { stdout?: string }).stdout ?? error);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it('compiles against the interface as it is published, the first message in ten lines; what is mistyped does not', () => {
    expect(examples).toHaveLength(2);
    expect(examples[0]!.split('\n').slice(2).filter((line) => line.trim() !== '')).toHaveLength(8);
    const wrong = { 'field.ts': examples[0]!.replace('text:', 'words:'), 'path.ts': examples[0]!.replace('/messages', '/mesages'), 'type.ts': examples[1]!.replace("'message.replied'", "'message.answered'") };
    const faults = faultsOf({ ...Object.fromEntries(examples.map((code, index) => [`example-${index}.ts`, code])), ...wrong });
    expect(faults).not.toContain('example-');
    for (const name of Object.keys(wrong)) expect(faults).toContain(name);
  }, 120_000);
});

describe('a request that passes', () => {
  const request = () => new Request('http://intake.example/v1', { method: 'POST', body: 'x' });
  const answering = (...answers: (Response | Error)[]) => {
    const bodies: string[] = [];
    const send = async (sent: Request) => {
      bodies.push(await sent.text());
      const answer = answers.shift()!;
      if (answer instanceof Error) throw answer;
      return answer;
    };
    return { send: send as typeof fetch, bodies };
  };

  it('is sent again, whole, until it is answered, and not before it was asked to', async () => {
    const { send, bodies } = answering(new Response(null, { status: 503, headers: { 'retry-after': '7' } }), new TypeError('lost'), new Response(null, { status: 429 }), new Response('{}', { status: 201 }));
    const waited: number[] = [];
    const pause = (milliseconds: number) => Promise.resolve(waited.push(milliseconds));
    expect((await patientFetch({ fetch: send, pause })(request())).status).toBe(201);
    expect(bodies).toEqual(['x', 'x', 'x', 'x']);
    expect([waited[0]! >= 7_000, waited[1]! >= 1_000, waited[2]! >= 2_000, waited.length]).toEqual([true, true, true, 3]);
  });

  it('is given up in the end, with the last answer; what is refused is not sent again', async () => {
    const pause = () => Promise.resolve();
    const away = answering(...Array.from({ length: 3 }, () => new Response(null, { status: 503 })));
    expect((await patientFetch({ fetch: away.send, pause, attempts: 3 })(request())).status).toBe(503);
    const refused = answering(new Response(null, { status: 409 }), new Response(null, { status: 201 }));
    expect((await patientFetch({ fetch: refused.send, pause })(request())).status).toBe(409);
    await expect(patientFetch({ fetch: answering(new TypeError('lost')).send, pause, attempts: 1 })(request())).rejects.toThrow('lost');
  });

  it('that was refused says why, by a code that stays', async () => {
    const refusal = await refusalOf(Response.json({ code: 'intake.external-id-conflict', detail: '内容不同。', errors: [{ pointer: '/text' }] }, { status: 409 }));
    expect(refusal).toBeInstanceOf(Refusal);
    expect([refusal.status, refusal.code, refusal.message, refusal.pointers]).toEqual([409, 'intake.external-id-conflict', '内容不同。', ['/text']]);
  });
});

describe('a webhook', () => {
  const { secret, vectors } = JSON.parse(readFileSync(path.join(root, 'services/intake/vectors/webhooks.json'), 'utf8')) as { secret: string; vectors: (Record<string, string> & { body: string })[] };
  const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  const at = (vector: Record<string, string>) => jest.useFakeTimers({ now: Number(vector['webhook-timestamp']) * 1_000 });

  it('of every published vector is read, by whichever of two secrets, and not when a letter of it was changed', () => {
    expect(vectors.length).toBeGreaterThan(10);
    try {
      for (const { body, ...headers } of vectors) {
        at(headers);
        expect(readWebhook<Record<string, never>>([other, secret], { headers, body })).toEqual(JSON.parse(body));
        expect(() => readWebhook(secret, { headers: new Headers(headers), body: body.replace('data', 'dato') })).toThrow(WebhookVerificationError);
        expect(() => readWebhook(other, { headers, body })).toThrow(WebhookVerificationError);
      }
    } finally {
      jest.useRealTimers();
    }
  });

  it('that is older than five minutes is refused', () => {
    const { body, ...headers } = vectors[0]!;
    expect(() => readWebhook(secret, { headers, body })).toThrow(WebhookVerificationError);
  });
});
