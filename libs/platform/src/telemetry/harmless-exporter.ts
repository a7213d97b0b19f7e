import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** Attributes that cannot hold a citizen's words, name, address or number, whatever a library fills in. */
const kept = new Set([
  'http.request.method', 'http.response.status_code', 'http.route', 'url.scheme', 'network.protocol.version', 'server.address', 'server.port',
  'error.type', 'exception.type',
  'db.system', 'db.system.name', 'db.name', 'db.namespace', 'db.operation.name', 'db.collection.name', 'db.statement', 'db.query.text',
  'db.response.status_code', 'messaging.system', 'messaging.destination.name', 'messaging.operation.type', 'messaging.batch.message_count',
]);

/**
 * Lets out of a span only what is known to be harmless: addresses hold numbers, search words and tracking codes, and messages
 * of errors quote what was sent. SQL is parametrised and its parameters are never recorded.
 */
export class HarmlessExporter implements SpanExporter {
  constructor(private readonly exporter: SpanExporter) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    for (const span of spans) {
      keepHarmless(span.attributes);
      for (const event of span.events) if (event.attributes) keepHarmless(event.attributes);
      delete span.status.message;
    }
    this.exporter.export(spans, done);
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }
}

function keepHarmless(attributes: Record<string, unknown>): void {
  for (const name of Object.keys(attributes)) if (!kept.has(name)) delete attributes[name];
}
