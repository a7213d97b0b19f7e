import { connectorContract } from '@wenzheng/testing/connectors';
import { integrationUnderTest } from './push.fixture.js';

connectorContract('push', () =>
  integrationUnderTest('push', ({ id, text, author, at }) => ({ path: 'messages', type: 'application/json', body: { externalId: id, occurredAt: at, ...(author && { author: { externalId: author } }), text } })),
);
