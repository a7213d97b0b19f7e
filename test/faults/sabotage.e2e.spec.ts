import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { services } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { City, message, type Receipt } from '../support/city.js';

interface Difference {
  messageId: string;
  service: string;
  expected: string;
  found: string;
}
interface Conservation {
  balanced: boolean;
  settled: boolean;
  differences: Difference[];
}

let city: City;
let messages: Receipt[];
beforeAll(async () => {
  // A city counts every fifteen seconds, and names what differs twice; here the waiting is a third of that.
  city = await City.start({ env: Object.fromEntries(services.map((service) => [service, { LEDGER_SECONDS: '5' }])) });
  const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => city.push('board', message(`sabotage-${index}`, { unit: city.unit }))));
  messages = answers.map(({ body }) => body);
  // Due dates come to routing a moment after ledgers agree, and would make a stolen row anew.
  await eventually(async () => expect(await city.sql('SELECT FROM routing.message WHERE reply_due_on IS NOT NULL')).toHaveLength(messages.length));
  await balanced();
}, 300_000);
afterAll(() => city?.stop(), 60_000);

const conservation = async () => (await city.call<Conservation>('deadline-supervision', '/v1/conservation', { as: 'supervision-office' })).body;
const balanced = () =>
  eventually(async () => expect(await conservation()).toMatchObject({ balanced: true, settled: true, differences: [] }), { timeoutMs: 120_000, everyMs: 500 });
/** Within a minute (R04), and on the bus as well. */
const named = async (difference: Difference, before: number) => {
  await eventually(
    async () => {
      expect((await conservation()).differences).toEqual([expect.objectContaining(difference)]);
      expect(await broken()).toHaveLength(before + 1);
    },
    { timeoutMs: 60_000, everyMs: 500 },
  );
  const events = await broken();
  expect(events.at(-1)).toMatchObject({ data: { messages: 1, differences: [expect.objectContaining(difference)] } });
};

const told = async (type: string) =>
  (await city.sql<{ envelope: string }>('SELECT envelope FROM deadline_supervision.outbox WHERE subject = $1 ORDER BY position', [`deadline-supervision.conservation.${type}.v1`]))
    .map(({ envelope }) => JSON.parse(envelope) as { data: { messages: number; differences: Difference[] } });
const broken = () => told('broken');
const mended = async (before: number) => {
  await balanced();
  await eventually(async () => expect(await told('restored')).toHaveLength(before + 1), { timeoutMs: 60_000, everyMs: 500 });
};

/** What nothing but an administrator's hand can do: constraints and triggers look away. */
const asSaboteur = (sql: string) => city.sql(`SET session_replication_role = replica; ${sql}`);

describe('R04: what somebody did to one service behind its back is found and named within a minute, and forgotten once it is mended', () => {
  it('a row deleted from routing', async () => {
    const { messageId } = messages[0]!;
    await asSaboteur(`CREATE TABLE routing.stolen AS SELECT * FROM routing.message WHERE message_id = '${messageId}'; DELETE FROM routing.message WHERE message_id = '${messageId}'`);
    await named({ messageId, service: 'routing', expected: 'open', found: 'missing' }, 0);
    await asSaboteur('INSERT INTO routing.message SELECT * FROM routing.stolen; DROP TABLE routing.stolen');
    await mended(0);
  }, 300_000);

  it('an event that never reached publication', async () => {
    await city.platform.kill('publication');
    const { user, password } = city.endpoints.natsUsers.deploy;
    const connection = await connect({ servers: city.endpoints.nats, user, pass: password });
    const { body } = await city.push('board', message('sabotage-dropped', { unit: city.unit }));
    const manager = await jetstreamManager(connection);
    const dropped = await eventually(async () => {
      const { state } = await manager.streams.info('INTAKE');
      const stored = await manager.streams.getMessage('INTAKE', { seq: state.last_seq });
      const event = stored!.json<{ id: string; subject: string; type: string }>();
      expect(event).toMatchObject({ subject: body.messageId, type: 'intake.message.registered.v1' });
      return { seq: state.last_seq, id: event.id };
    });
    await eventually(async () => expect(await city.sql('SELECT FROM deadline_supervision.deadline WHERE message_id = $1', [body.messageId])).toHaveLength(1));
    await eventually(async () => expect(await city.sql("SELECT FROM routing.message WHERE message_id = $1 AND channel IS NOT NULL", [body.messageId])).toHaveLength(1));
    await manager.streams.deleteMessage('INTAKE', dropped.seq, true);
    await connection.close();
    await city.platform.start('publication');
    await named({ messageId: body.messageId, service: 'publication', expected: 'open', found: 'missing' }, 1);
    // As an administrator mends it: intake publishes once more what its outbox keeps.
    const { status } = await city.call('intake', '/v1/outbox/republications', { as: 'administrator', body: { subjects: ['intake.message.registered.v1'] } });
    expect(status).toBe(202);
    await mended(1);
  }, 300_000);

  it('a reply forged into publication', async () => {
    const { messageId } = messages[1]!;
    await asSaboteur(`
      INSERT INTO publication.reply (reply_id, message_id, unit_code, unit_name, text, interim, historical, submitted_at, state, published_at)
      VALUES (gen_random_uuid(), '${messageId}', '${city.unit}', '某局', '已处理。', false, false, now(), 'published', now());
      UPDATE publication.message SET ending = 'publicly-answered' WHERE message_id = '${messageId}'`);
    await named({ messageId, service: 'publication', expected: 'open', found: 'publicly-answered' }, 2);
    await asSaboteur(`DELETE FROM publication.reply WHERE message_id = '${messageId}'; UPDATE publication.message SET ending = 'open' WHERE message_id = '${messageId}'`);
    await mended(2);
  }, 300_000);
});
