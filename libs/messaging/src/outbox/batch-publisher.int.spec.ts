import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { messageRegistered } from '@wenzheng/contracts';
import { BatchPublisher, BusUnavailableError, PayloadTooLargeError } from './batch-publisher.js';
import { Fixture, registeredMany } from '../messaging.fixture.js';
import { connectNats } from '../bus/nats.js';

let fixture: Fixture;
let connection: NatsConnection;
let publisher: BatchPublisher;
beforeAll(async () => {
  fixture = await Fixture.create();
  connection = await connectNats(fixture.natsOptions('intake'));
  publisher = new BatchPublisher(connection);
});
afterAll(async () => {
  await connection.close();
  await fixture.drop();
});

const publications = (count: number, subject = messageRegistered.subject) =>
  registeredMany(count).map((event) => ({ subject, payload: Buffer.from(JSON.stringify(event)) }));
const inStream = async () => (await (await jetstreamManager(fixture.account.connection)).streams.info('INTAKE')).state.messages;

test.each([1, 2, 500])('%i events are in the stream when the publication resolves', async (count) => {
  const before = await inStream();
  await publisher.publish(publications(count));
  expect(await inStream()).toBe(before + count);
});

test('of a batch with one event that is refused, none is stored', async () => {
  const before = await inStream();
  const batch = publications(10);
  batch.splice(5, 0, ...publications(1, 'intake.never.defined.v1'));
  await expect(publisher.publish(batch)).rejects.toThrow();
  expect(await inStream()).toBe(before);
});

test('an event larger than the server takes is told from an outage', async () => {
  const payload = Buffer.alloc(1024 * 1024);
  await expect(publisher.publish([{ subject: messageRegistered.subject, payload }])).rejects.toBeInstanceOf(PayloadTooLargeError);
});

test.each([1, 2])('a stream that is not there is an outage, for %i events', async (count) => {
  const manager = await jetstreamManager(fixture.account.connection);
  await manager.streams.delete('INTAKE');
  await expect(publisher.publish(publications(count))).rejects.toBeInstanceOf(BusUnavailableError);
  await fixture.applyTopology();
});
