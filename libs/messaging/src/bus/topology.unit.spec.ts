import { describe, expect, test } from '@jest/globals';
import { durables, events, permissionsOf, services, streams } from '@wenzheng/contracts';
import { durableConfig, streamConfig } from './topology.js';

describe('the topology', () => {
  test('every event has exactly one stream', () => {
    for (const event of events) {
      const holding = streams.filter((stream) => stream.subjects.some((subject) => event.subject.startsWith(subject.slice(0, -1))));
      expect(holding.map((stream) => stream.owner)).toEqual([event.owner]);
    }
  });

  test('streams are on disk, take atomic batches and drop what is old or too much', () => {
    for (const stream of streams) {
      expect(streamConfig(stream, { replicas: 3, streamAgeDays: 2, streamMaxBytes: 1_000_000 })).toMatchObject({
        storage: 'file', retention: 'limits', discard: 'old', allow_atomic: true, num_replicas: 3, max_age: 172_800_000_000_000, max_bytes: 1_000_000,
      });
    }
  });

  test('durables deliver everything until it is acknowledged', () => {
    for (const durable of durables) {
      expect(durableConfig(durable, { replicas: 1 })).toMatchObject({ ack_policy: 'explicit', max_deliver: -1 });
    }
  });
});

describe('permissions', () => {
  test.each(services)('of %s name no wildcard but its acknowledgements and its inbox', (service) => {
    const { publish, subscribe } = permissionsOf(service, { controllableClock: false });
    expect(publish.filter((subject) => /[*>]/.test(subject)).every((subject) => subject.startsWith('$JS.ACK.'))).toBe(true);
    expect(subscribe).toEqual([`_INBOX_${service}.>`]);
  });

  test.each(services)('of %s hold no clock subject in production', (service) => {
    const { publish, subscribe } = permissionsOf(service, { controllableClock: false });
    expect([...publish, ...subscribe].filter((subject) => subject.startsWith('clock'))).toEqual([]);
  });
});
