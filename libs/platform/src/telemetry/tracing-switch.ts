let stop: (() => Promise<void>) | undefined;

/** Traces are exported where an OTLP endpoint is configured, and nowhere else. */
export function isTracingWanted(environment: NodeJS.ProcessEnv): boolean {
  if (environment['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' || environment['OTEL_TRACES_EXPORTER'] === 'none') return false;
  return Boolean(environment['OTEL_EXPORTER_OTLP_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);
}

export function tracingStarted(stopper: () => Promise<void>): void {
  stop = stopper;
}

/** Sends what is buffered. The end of a service does not wait for a collector that is away. */
export async function stopTracing(withinMs = 3_000): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, withinMs)));
  await Promise.race([stop?.().catch(() => undefined), late]);
  clearTimeout(timer);
}
