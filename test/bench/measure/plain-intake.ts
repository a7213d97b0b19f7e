// The yardstick of intake: the same endpoint as anyone would write it first, in a process of its own on the same Postgres.
// Same checks of key and body, same sealing of the contact, same receipt; one INSERT of message and event a request.
import { createCipheriv, createHash, createHmac, randomBytes, randomUUIDv7, timingSafeEqual } from 'node:crypto';
import { fastify } from 'fastify';
import { Pool } from 'pg';

export interface PlainIntakeOrder {
  port: number;
  database: string;
  key: string;
}

interface Body {
  externalId: string;
  occurredAt: string;
  author: { externalId: string; displayName?: string; contact?: { phone?: string } };
  title: string;
  text: string;
  kind: string;
  unit: string;
}

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const body = {
  type: 'object',
  additionalProperties: false,
  required: ['externalId', 'occurredAt', 'author', 'text'],
  properties: {
    externalId: text(200), occurredAt: { type: 'string', format: 'date-time' }, title: text(200), text: text(20_000), kind: text(20), unit: text(100),
    author: {
      type: 'object', additionalProperties: false, required: ['externalId'],
      properties: { externalId: text(200), displayName: text(100), contact: { type: 'object', properties: { phone: text(40) } } },
    },
  },
};

export const plainIntakeTables = `
  CREATE TABLE plain_message (
    message_id uuid PRIMARY KEY, channel text NOT NULL, external_id text NOT NULL, message_number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    registered_at timestamptz NOT NULL, occurred_at timestamptz NOT NULL, kind text, visibility text NOT NULL, title text NOT NULL, text text NOT NULL,
    author_hash text NOT NULL, tracking_hash bytea NOT NULL, contact bytea NOT NULL, unit text, UNIQUE (channel, external_id)
  );
  CREATE TABLE plain_outbox (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, subject text NOT NULL, envelope text NOT NULL)`;

const secret = randomBytes(32);

function seal(value: unknown): Buffer {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', secret, iv);
  return Buffer.concat([iv, cipher.update(JSON.stringify(value)), cipher.final(), cipher.getAuthTag()]);
}

async function serve({ port, database, key }: PlainIntakeOrder): Promise<void> {
  const pool = new Pool({ connectionString: database, max: 20 });
  const app = fastify();
  const digest = (value: string) => createHash('sha256').update(value).digest();
  const expected = digest(`Bearer ${key}`);
  app.post<{ Body: Body }>('/v1/channels/board/messages', { schema: { body } }, async (request, reply) => {
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return reply.code(401).send();
    const { externalId, occurredAt, author, title = '', kind, unit } = request.body;
    const [messageId, trackingCode, registeredAt] = [randomUUIDv7(), randomBytes(10).toString('hex'), new Date().toISOString()];
    const authorHash = createHmac('sha256', secret).update(author.externalId).digest('hex');
    const data = { messageId, channel: 'board', registeredAt, occurredAt, kind, visibility: 'public', title, text: request.body.text, authorHash, unit };
    const { rows } = await pool.query<{ number: string }>({
      name: 'register',
      text: `WITH stored AS (
               INSERT INTO plain_message (message_id, channel, external_id, registered_at, occurred_at, kind, visibility, title, text, author_hash, tracking_hash, contact, unit)
               VALUES ($1, 'board', $2, $3, $4, $5, 'public', $6, $7, $8, $9, $10, $11) RETURNING message_number
             ), written AS (INSERT INTO plain_outbox (subject, envelope) VALUES ('registered', $12))
             SELECT message_number AS number FROM stored`,
      values: [messageId, externalId, registeredAt, occurredAt, kind, title, data.text, authorHash, digest(trackingCode), seal(author), unit, JSON.stringify(data)],
    });
    return reply.code(201).header('location', `/v1/channels/board/messages/${externalId}`).send({ messageId, messageNumber: `HN${rows[0]?.number}`, trackingCode, registeredAt });
  });
  await app.listen({ host: '127.0.0.1', port });
}

process.once('message', (order: PlainIntakeOrder) => {
  serve(order).then(
    () => process.send?.('ready'),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
