import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { defaultResource, envDetector, resourceFromAttributes, serviceInstanceIdDetector } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { HarmlessExporter } from './harmless-exporter.js';

/**
 * Spans of HTTP in and out and of PostgreSQL, by instrumentation; those of the bus are made where it is served. Node and
 * CommonJS packages alone are instrumented, which needs no loader hook for ES modules.
 * @returns ends it, sending what is buffered
 */
export function startTracing(environment: NodeJS.ProcessEnv): () => Promise<void> {
  const sdk = new NodeSDK({
    resource: defaultResource().merge(resourceFromAttributes({ 'service.namespace': 'wenzheng', 'service.name': programName() })),
    resourceDetectors: [envDetector, serviceInstanceIdDetector],
    traceExporter: new HarmlessExporter(exporterFor(environment)),
    // Metrics are read at /metrics and logs from standard output.
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [
      new HttpInstrumentation({ ignoreIncomingRequestHook: isUpkeep, requireParentforOutgoingSpans: true }),
      new UndiciInstrumentation({ requireParentforSpans: true }),
      // Queries without a parent are those of idle loops.
      new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true }),
    ],
  });
  sdk.start();
  return () => sdk.shutdown();
}

function exporterFor(environment: NodeJS.ProcessEnv): SpanExporter {
  const protocol = environment['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ?? environment['OTEL_EXPORTER_OTLP_PROTOCOL'] ?? 'http/protobuf';
  if (protocol === 'http/json') return new JsonExporter();
  if (protocol === 'http/protobuf') return new ProtobufExporter();
  throw new Error(`OTEL_EXPORTER_OTLP_PROTOCOL: ${protocol} is not supported, but http/protobuf and http/json`);
}

const isUpkeep = ({ url = '' }: IncomingMessage): boolean => url === '/metrics' || url.startsWith('/health/');

/** The service's name, from the package that the program belongs to; OTEL_SERVICE_NAME goes before it. */
function programName(): string {
  const manifest = process.argv[1] ? findPackageJSON(pathToFileURL(process.argv[1])) : undefined;
  if (!manifest) return 'wenzheng';
  const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string };
  return name?.replace(/^@wenzheng\//, '') ?? 'wenzheng';
}
