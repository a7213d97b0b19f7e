import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { activeTraceparent, causedWork, isTracing, traceparentOf } from './caused-work.js';

const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
const [a, b] = ['a', 'b'].map((digit) => ({ traceId: digit.repeat(32), traceparent: `00-${digit.repeat(32)}-${digit.repeat(16)}-01` })) as [Cause, Cause];
interface Cause {
  traceId: string;
  traceparent: string;
}
const traceIdOf = (traceparent: string | undefined) => traceparent?.split('-')[1];
const finished = async () => {
  await provider.forceFlush();
  return exporter.getFinishedSpans();
};

describe('without tracing', () => {
  it('work is done as it is, and nothing has a trace', async () => {
    expect(isTracing()).toBe(false);
    const seen = await causedWork({ span: 'process', causes: [{ span: 'process', traceparent: a.traceparent, subject: 'm' }] }, async () => traceparentOf('m'));
    expect(seen).toBeUndefined();
  });
});

describe('with tracing, work', () => {
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    trace.setGlobalTracerProvider(provider);
  });
  afterEach(() => exporter.reset());
  afterAll(async () => {
    await provider.shutdown();
    for (const api of [context, propagation, trace]) api.disable();
  });

  it('of one cause runs in its trace', async () => {
    const seen = await causedWork({ span: 'batch', causes: [{ span: 'process', traceparent: a.traceparent, subject: 'm' }] }, async () => [activeTraceparent(), traceparentOf('m'), traceparentOf('other')]);
    expect(seen.map(traceIdOf)).toEqual([a.traceId, a.traceId, a.traceId]);
    expect((await finished()).map(({ name, parentSpanContext }) => [name, parentSpanContext?.spanId])).toEqual([['process', 'a'.repeat(16)]]);
  });

  it('of several causes runs in a trace of its own, each effect in that of its cause, and each trace holds a span that is linked', async () => {
    const causes = [a, b].map(({ traceparent }, index) => ({ span: 'process', traceparent, subject: `m${index}` }));
    const seen = await causedWork({ span: 'batch', causes }, async () => [activeTraceparent(), traceparentOf('m0'), traceparentOf('m1'), traceparentOf('other')]);
    const spans = await finished();
    const whole = spans.find(({ name }) => name === 'batch')!;
    const own = whole.spanContext().traceId;
    expect(seen.map(traceIdOf)).toEqual([own, a.traceId, b.traceId, own]);
    expect(whole.links.map((link) => link.context.traceId)).toEqual([a.traceId, b.traceId]);
    const parts = spans.filter(({ name }) => name === 'process');
    expect(parts.map((span) => [span.spanContext().traceId, span.parentSpanContext?.spanId, span.links[0]?.context.traceId])).toEqual([
      [a.traceId, 'a'.repeat(16), own],
      [b.traceId, 'b'.repeat(16), own],
    ]);
  });

  it('of no cause begins a trace', async () => {
    expect(traceIdOf(await causedWork({ span: 'sweep', causes: [] }, async () => activeTraceparent()))).toBe((await finished())[0]?.spanContext().traceId);
  });

  it('that fails says so in every trace, and not why', async () => {
    const causes = [a, b].map(({ traceparent }) => ({ span: 'process', traceparent }));
    await expect(causedWork({ span: 'batch', causes }, () => Promise.reject(new Error('private words')))).rejects.toThrow('private words');
    expect((await finished()).map(({ status }) => status)).toEqual(Array.from({ length: 3 }, () => ({ code: SpanStatusCode.ERROR })));
  });
});
