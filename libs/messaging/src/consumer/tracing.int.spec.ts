import { Controller } from '@nestjs/common';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { createEvent, messageAssigned, messageRegistered, type EventData, type EventEnvelope } from '@wenzheng/contracts';
import { eventually } from '@wenzheng/testing';
import { Fixture, registered } from '../messaging.fixture.js';
import { OnEvent, type EventContext } from './on-event.js';
import { appendToOutbox } from '../outbox/outbox.js';

/** Assigns every message, as routing does: one event in, one event out. */
@Controller()
class Assignment {
  @OnEvent(messageRegistered)
  async onRegistered(events: EventEnvelope<EventData<typeof messageRegistered>>[], { manager }: EventContext): Promise<void> {
    const assigned = events.map((event) =>
      createEvent(messageAssigned, {
        subject: event.subject,
        sequence: 2,
        time: new Date(event.time),
        data: { messageId: event.data.messageId, unit: { code: 'u', name: '单位' }, assignedAt: event.time, by: 'remit', reason: '职责' },
      }),
    );
    await appendToOutbox(manager, assigned);
  }
}

let fixture: Fixture;
const exporter = new InMemorySpanExporter();
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  fixture = await Fixture.create();
});
afterAll(async () => {
  await fixture.drop();
  await provider.shutdown();
  for (const api of [context, propagation, trace]) api.disable();
});

test('the trace of a request runs through the bus, the handler and the events that the handler causes', async () => {
  await fixture.relay(await fixture.link('intake'));
  const dataSource = await fixture.anotherDataSource();
  await fixture.relay(await fixture.link('routing'), { dataSource });
  await fixture.consumer('routing', Assignment, { dataSource });
  const traceId = await trace.getTracer('spec').startActiveSpan('POST /v1/messages', async (span) => {
    await fixture.append([registered()]);
    span.end();
    return span.spanContext().traceId;
  });
  const [caused] = await eventually(async () => {
    const stored = await fixture.stored('routing');
    expect(stored).toHaveLength(1);
    return stored;
  });
  expect(caused?.traceparent?.split('-')[1]).toBe(traceId);
  await eventually(() => {
    const span = exporter.getFinishedSpans().find(({ name }) => name === 'process intake.message.registered.v1');
    expect(span?.spanContext().traceId).toBe(traceId);
    expect(caused?.traceparent?.split('-')[2]).toBe(span?.spanContext().spanId);
  });
});
