import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CloudEvent, emitterFor, HTTP, httpTransport, Mode, type Message, type Options } from 'cloudevents';
import { connectorContract } from '@wenzheng/testing/connectors';
import { call, channelKeys, Fixture, message, pushMessage, type Answer, type Replica } from '../../intake.fixture.js';
import { integrationUnderTest } from '../push/push.fixture.js';

let fixture: Fixture;
let intake: Replica;
beforeAll(async () => {
  fixture = await Fixture.create();
  intake = await fixture.start();
});
afterAll(() => fixture.drop());

const type = 'cn.gov.huainan.wz.message.submitted.v1';
const media = { structured: 'application/cloudevents+json', batched: 'application/cloudevents-batch+json' };
const { occurredAt, author, text } = message('');
const data = { author, text };
const event = (id: string, changes: object = {}) => ({ specversion: '1.0', id, source: '/board', type, time: occurredAt, data, ...changes });

const send = (body: unknown, headers: Record<string, string> = { 'content-type': media.structured }, key = channelKeys.board): Promise<Answer> =>
  call(`${intake.url}/v1/channels/board/events`, { token: key, body, headers });
/** What the library of the CNCF sends. */
const sendMessage = ({ headers, body }: Message): Promise<Answer> => send(body, headers as Record<string, string>);
const ofLibrary = (id: string) => new CloudEvent({ id, source: '/board', type, time: occurredAt, data });
const results = (answer: Answer) => answer.body['results'] as { id: string | null; status: number; receipt?: { messageNumber: string }; problem?: { code: string; errors?: object[] } }[];
const named = (pointer: string) => ({ status: 400, body: { code: 'invalid-request', errors: expect.arrayContaining([expect.objectContaining({ pointer })]) } });

describe('an event of the CloudEvents library', () => {
  it.each([[Mode.STRUCTURED], [Mode.BINARY]])('in %s mode is a message, once: again, and pushed, it has the same receipt', async (mode) => {
    const id = `e-${mode}`;
    const sent = mode === Mode.BINARY ? HTTP.binary(ofLibrary(id)) : HTTP.structured(ofLibrary(id));
    const first = await sendMessage(sent);
    expect(first).toMatchObject({ status: 201, body: { messageNumber: expect.stringMatching(/^HN20261123-\d{4}$/) } });
    expect(first.headers.get('location')).toBe(`/v1/channels/board/messages/${id}`);
    const pushed = { ...message(id), occurredAt: new Date(occurredAt).toISOString() };
    for (const again of [await sendMessage(sent), await pushMessage(intake, pushed)]) expect(again).toMatchObject({ status: 200, body: first.body });
    expect(await pushMessage(intake, { ...pushed, text: '另一件事' })).toMatchObject({ status: 409, body: { code: 'intake.external-id-conflict' } });
    const rows = await fixture.dataSource.query('SELECT connector, external_id FROM message WHERE external_id = $1', [id]);
    expect(rows).toEqual([{ connector: 'cloud-events', external_id: id }]);
  });

  it('goes through its emitter as it is', async () => {
    const answers: unknown[] = [];
    const transport = httpTransport(`${intake.url}/v1/channels/board/events`);
    const emit = emitterFor((sent: Message, options?: Options) => transport({ ...sent, headers: { ...sent.headers, authorization: `Bearer ${channelKeys.board}` } }, options));
    answers.push(await emit(ofLibrary('e-emitted')));
    expect(JSON.parse((answers[0] as { body: string }).body)).toMatchObject({ messageNumber: expect.stringMatching(/^HN/) });
  });
});

describe('an event', () => {
  it('gives its data the id and the time that they lack, and no others', async () => {
    expect((await send(event('e-own', { data: { ...data, externalId: 'own-id', occurredAt: '2026-11-20T08:00:00+08:00' }, subject: null, somebodys: 'x', traceparent: '00-x' }))).status).toBe(201);
    const [row] = await fixture.dataSource.query<{ occurred_at: Date }[]>(`SELECT occurred_at FROM message WHERE external_id = 'own-id'`);
    expect(row?.occurred_at.toISOString()).toBe('2026-11-20T00:00:00.000Z');
  });

  it('in binary mode may have Chinese in its headers, and in structured mode its data in base64', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'ce-specversion': '1.0', 'ce-id': encodeURIComponent('留言 1'), 'ce-source': '/board', 'ce-type': type, 'ce-time': occurredAt };
    const first = await send(data, headers);
    expect(first.status).toBe(201);
    expect(await send({ ...event('留言 1'), data: undefined, data_base64: Buffer.from(JSON.stringify(data)).toString('base64') })).toMatchObject({ status: 200, body: first.body });
  });

  const refused: [title: string, expected: object, () => Promise<Answer>][] = [
    ['of an unknown type', { status: 422, body: { code: 'intake.event-type-unknown' } }, () => send(event('x', { type: 'com.example.order' }))],
    ['of another version', named('/specversion'), () => send(event('x', { specversion: '0.3' }))],
    ['without a source', named('/source'), () => send(event('x', { source: undefined }))],
    ['without a source in its headers', named('/headers/ce-source'), () => send(data, { 'content-type': 'application/json', 'ce-specversion': '1.0', 'ce-id': 'x', 'ce-type': type })],
    ['that is a pushed message', named('/headers/ce-id'), () => send(message('x'), { 'content-type': 'application/json' })],
    ['whose visibility stands beside its data', named('/visibility'), () => send(event('x', { visibility: 'private' }))],
    ['with an unknown field in its data', named('/data/visibilty'), () => send(event('x', { data: { ...data, visibilty: 'private' } }))],
    ['with no data', named('/data'), () => send(event('x', { data: null }))],
    ['with other data than JSON', named('/datacontenttype'), () => send(event('x', { datacontenttype: 'text/xml' }))],
    ['with data twice', named('/data_base64'), () => send(event('x', { data_base64: 'e30=' }))],
    ['in GBK', { status: 415 }, () => send(event('x'), { 'content-type': `${media.structured}; charset=gbk` })],
    ['as a form', { status: 415 }, () => send('text=x', { 'content-type': 'application/x-www-form-urlencoded', 'ce-id': 'x' })],
    ['with the key of another channel', { status: 403, body: { code: 'intake.channel-key-of-another-channel' } }, () => send(event('x'), undefined, channelKeys.portal)],
  ];
  it.each(refused)('%s is refused', async (_title, expected, sending) => {
    expect(await sending()).toMatchObject(expected);
    expect(await fixture.count(`message WHERE external_id = 'x'`)).toBe(0);
  });
});

describe('a batch of events', () => {
  const sendBatch = (events: unknown) => send(events, { 'content-type': media.batched });

  it('is answered for each: 200 where every one has its receipt, 207 where one has not', async () => {
    const two = await sendBatch([event('b-1'), event('b-2')]);
    expect([two.status, results(two).map(({ status }) => status)]).toEqual([200, [201, 201]]);
    const mixed = await sendBatch([event('b-2'), event('b-3'), event('b-1', { data: { ...data, text: '另一件事' } }), event('b-4', { type: 'x' }), 'nothing', event('b-5', { data: { ...data, text: '' } }), event('b-3')]);
    expect(mixed.status).toBe(207);
    expect(results(mixed).map(({ id, status, problem }) => [id, status, problem?.code])).toEqual([
      ['b-2', 200, undefined], ['b-3', expect.any(Number), undefined], ['b-1', 409, 'intake.external-id-conflict'], ['b-4', 422, 'intake.event-type-unknown'], [null, 400, 'invalid-request'], ['b-5', 400, 'invalid-request'], ['b-3', expect.any(Number), undefined],
    ]);
    expect(results(mixed)[0]!.receipt).toEqual(results(two)[1]!.receipt);
    expect(results(mixed)[5]!.problem!.errors).toEqual([{ pointer: '/data/text', code: expect.any(String) }]);
    expect([results(mixed)[1], results(mixed)[6]].map((one) => one!.status).sort()).toEqual([200, 201]);
    expect(await fixture.count(`message WHERE external_id LIKE 'b-%'`)).toBe(3);
  });

  it('holds a hundred at most, and may be empty', async () => {
    expect(await sendBatch(Array.from({ length: 101 }, (_one, index) => event(`many-${index}`)))).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await fixture.count(`message WHERE external_id LIKE 'many-%'`)).toBe(0);
    expect(await sendBatch([])).toMatchObject({ status: 200, body: { results: [] } });
    expect(await sendBatch(event('b-9'))).toMatchObject({ status: 400 });
  });
});

connectorContract('CloudEvents', () =>
  integrationUnderTest('cloud-events', ({ id, text, author, at }) => ({
    path: 'events', type: media.structured, body: { ...event(id), time: at, data: { ...(author && { author: { externalId: author } }), text } },
  })),
);
