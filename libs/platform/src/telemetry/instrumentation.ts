// Loaded before the service, so that it can reach what the service imports:
//   node --import @wenzheng/platform/instrumentation services/intake/dist/main.js
// Without an OTLP endpoint it loads nothing and costs nothing.
import { isTracingWanted, tracingStarted } from './tracing-switch.js';

if (isTracingWanted(process.env)) {
  try {
    const { startTracing } = await import('./tracing.js');
    tracingStarted(startTracing(process.env));
  } catch (error) {
    console.error(`tracing did not start: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  }
}
