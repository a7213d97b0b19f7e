import {
  context,
  createContextKey,
  propagation,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';

/** One of the requests or events that brought a piece of work about. */
export interface Cause {
  /** Of the span that this cause's trace gets. */
  span: string;
  traceparent?: string | undefined;
  /** What the cause is about, so that its effects are found: a message id, say. */
  subject?: string | undefined;
}

export interface CausedWork {
  /** Of the span of the work as a whole, where it has several causes or none. */
  span: string;
  kind?: SpanKind;
  attributes?: Attributes;
  causes: readonly Cause[];
}

const TRACEPARENTS = createContextKey('traceparents by subject');

/**
 * Runs work in the trace of what caused it. Every cause's trace gets a span for it, child of the cause. With one cause
 * the work runs inside that span; with several it runs in a trace of its own, linked both ways, because one statement
 * serves them all. Either way {@link traceparentOf} tells each effect the trace of its own cause.
 */
export async function causedWork<T>(work: CausedWork, run: () => Promise<T>): Promise<T> {
  if (!isTracing()) return run();
  const { span: name, causes, kind = SpanKind.INTERNAL, attributes = {} } = work;
  const tracer = trace.getTracer('wenzheng');
  const parents = causes.map(({ traceparent }) => propagation.extract(ROOT_CONTEXT, traceparent ? { traceparent } : {}));
  const [alone] = causes.length === 1 ? parents : [];
  const whole = alone ? undefined : tracer.startSpan(name, { kind, attributes, links: parents.flatMap(linkTo) }, ROOT_CONTEXT);
  const links = whole ? [{ context: whole.spanContext() }] : [];
  const parts = causes.map((cause, index) => {
    const span = tracer.startSpan(cause.span, { kind, attributes, links }, parents[index]);
    return { span, subject: cause.subject, traceparent: traceparentIn(trace.setSpan(ROOT_CONTEXT, span)) };
  });
  const spans = [...(whole ? [whole] : []), ...parts.map(({ span }) => span)];
  const inside = spans.slice(0, 1).reduce<Context>((parent, span) => trace.setSpan(parent, span), alone ?? ROOT_CONTEXT);
  try {
    return await context.with(inside.setValue(TRACEPARENTS, new Map(parts.map(({ subject, traceparent }) => [subject, traceparent]))), run);
  } catch (error) {
    for (const span of spans) span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    for (const span of spans) span.end();
  }
}

/** W3C trace context for an effect on `subject` of what is being done now, if tracing is on. */
export function traceparentOf(subject: string): string | undefined {
  const active = context.active();
  const own = active.getValue(TRACEPARENTS) as Map<string | undefined, string | undefined> | undefined;
  return own?.get(subject) ?? traceparentIn(active);
}

/** The same without a subject: of the request that is being served, say. */
export const activeTraceparent = (): string | undefined => traceparentIn(context.active());

/** Whether anything records spans in this process. */
export function isTracing(): boolean {
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer('wenzheng') !== undefined;
}

function traceparentIn(active: Context): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(active, carrier);
  return carrier.traceparent;
}

function linkTo(cause: Context): { context: SpanContext }[] {
  const spanContext = trace.getSpanContext(cause);
  return spanContext ? [{ context: spanContext }] : [];
}
