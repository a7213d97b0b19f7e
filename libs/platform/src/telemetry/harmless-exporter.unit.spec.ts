import { expect, it } from '@jest/globals';
import { SpanStatusCode } from '@opentelemetry/api';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { HarmlessExporter } from './harmless-exporter.js';

it('no address, query, header, parameter or message of an error leaves in a span', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: new HarmlessExporter(exporter) })] });
  const span = provider.getTracer('spec').startSpan('GET /messages/:number', {
    attributes: {
      'http.route': '/messages/:number',
      'http.response.status_code': 500,
      'url.path': '/messages/HN20260918-0001',
      'url.query': 'q=王某',
      'url.full': 'http://127.0.0.1/?q=王某',
      'client.address': '192.0.2.7',
      'user_agent.original': 'Browser of 王某',
      'db.query.text': 'SELECT $1',
      'db.postgresql.values': ['王某'],
    },
  });
  span.recordException(Object.assign(new Error('Key (phone)=(13800000000) exists'), { code: '23505' }));
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'Key (phone)=(13800000000) exists' });
  span.end();
  await provider.forceFlush();
  const [exported] = exporter.getFinishedSpans();
  expect(exported?.attributes).toEqual({ 'http.route': '/messages/:number', 'http.response.status_code': 500, 'db.query.text': 'SELECT $1' });
  expect(exported?.events.map(({ attributes }) => attributes)).toEqual([{ 'exception.type': '23505' }]);
  expect(exported?.status).toEqual({ code: SpanStatusCode.ERROR });
  await provider.shutdown();
});
