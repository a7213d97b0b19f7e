// A programme of the supervision office 督查室 that reads what is reported to it, in one of four ways, and may be killed at any
// moment: whatever it has taken stands in its journal, a line each, before it takes the next.
//   node consumer.js cursor|stream|bus|webhook JOURNAL     (where to read comes in by the environment)
import { createPublicKey, verify } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

/** What the journal says of one delivery. `key` is what the reader goes by to know one that it has seen. */
export interface Entry {
  escalationId: string;
  key: string;
  position?: string;
}

interface Escalation {
  id: string;
  position: string;
}

const [, , way = '', journal = ''] = process.argv;
const { SUPERVISION_URL = '', TOKEN = '', NATS_URL = '', NATS_USER = '', NATS_PASSWORD = '', PORT = '0', PUBLIC_KEY = '' } = process.env;
const authorization = `Bearer ${TOKEN}`;

const take = (entry: Entry): void => appendFileSync(journal, `${JSON.stringify(entry)}\n`);
const takeListed = ({ id, position }: Escalation): void => take({ escalationId: id, key: `${id} ${position}`, position });

/** Where it was when it was killed. A line that was cut off in the middle was never taken. */
export function read(file: string): Entry[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').slice(0, -1).map((line) => JSON.parse(line) as Entry);
}
const position = (): string => read(journal).at(-1)?.position ?? '0';

/** Again and again, also when the service is away for a moment. */
async function persistently(round: () => Promise<void>): Promise<never> {
  for (;;) {
    await round().catch(() => undefined);
    await pause(50);
  }
}

async function byCursor(): Promise<void> {
  let after = position();
  await persistently(async () => {
    const response = await fetch(`${SUPERVISION_URL}/v1/escalations?after=${after}&limit=50`, { headers: { authorization } });
    const { items, next } = (await response.json()) as { items: Escalation[]; next: string };
    for (const escalation of items) takeListed(escalation);
    after = next;
  });
}

async function byStream(): Promise<void> {
  await persistently(async () => {
    const response = await fetch(`${SUPERVISION_URL}/v1/escalations/stream`, { headers: { authorization, 'last-event-id': position() } });
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.+)$/m.exec(event)?.[1];
        if (data) takeListed(JSON.parse(data) as Escalation);
      }
    }
  });
}

async function byBus(): Promise<void> {
  await persistently(async () => {
    const connection = await connect({ servers: NATS_URL, user: NATS_USER, pass: NATS_PASSWORD, inboxPrefix: `_INBOX_${NATS_USER}` });
    const consumer = await jetstream(connection).consumers.get('DEADLINE-SUPERVISION', NATS_USER);
    for await (const message of await consumer.consume({ max_messages: 50 })) {
      const { id, data } = message.json<{ id: string; data: { escalationId: string } }>();
      take({ escalationId: data.escalationId, key: id });
      message.ack();
    }
  });
}

function byWebhook(): void {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(PUBLIC_KEY.slice('whpk_'.length), 'base64').toString('base64url') }, format: 'jwk' });
  const isGenuine = ({ headers }: IncomingMessage, body: string): boolean => {
    const content = Buffer.from(`${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`);
    return String(headers['webhook-signature']).split(' ').some((one) => one.startsWith('v1a,') && verify(null, content, key, Buffer.from(one.slice('v1a,'.length), 'base64')));
  };
  createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      if (!isGenuine(request, body)) return void response.writeHead(401).end();
      const { data } = JSON.parse(body) as { data: Escalation };
      take({ escalationId: data.id, key: String(request.headers['webhook-id']), position: data.position });
      response.writeHead(204).end();
    });
  }).listen(Number(PORT), '127.0.0.1');
}

const ways: Record<string, () => Promise<void> | void> = { cursor: byCursor, stream: byStream, bus: byBus, webhook: byWebhook };
if (import.meta.main) await ways[way]?.();
