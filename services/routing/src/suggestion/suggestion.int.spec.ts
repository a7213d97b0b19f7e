import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, material, readJsonLines } from '@wenzheng/testing';
import { call, deskOf, Fixture, published, registration, type Desk, type Replica } from '../routing.fixture.js';
import { LearnedModels } from './learned-models.service.js';
import { isAudited } from './suggestion.rules.js';
import { Trainer } from './training/trainer.service.js';

// A thread runs what was built, as in production.
const file = new URL('../../dist/suggestion/training/trainer.worker.js', import.meta.url);

/** Real messages, as if the city had divided them so. */
const unitOf: Record<string, string> = { 环境保护: 'parks', 交通运输: 'water.plant', 卫生计生: 'city' };
const real = readJsonLines<{ subject: string; body: string; label: string }>(material('messages/classify_raw.jsonl')).flatMap(({ subject, body, label }) => {
  const unit = unitOf[label];
  return unit === undefined ? [] : [{ title: subject, text: body, unit }];
});
const held = real.filter((_, index) => index % 5 === 0);
const decided = real.filter((_, index) => index % 5 !== 0);

let fixture: Fixture;
let replica: Replica;
let other: Replica;
let desk: Desk;
beforeAll(async () => {
  fixture = await Fixture.create();
  fixture.clock.set('2026-11-23T09:00:00+08:00');
  [replica, other] = [await fixture.start(), await fixture.start()];
  desk = await deskOf(fixture, replica);
});
afterAll(() => fixture.drop());

const suggestionsFor = async (messageId: string, at = replica) => {
  const { status, body } = await call(`${at.url}/v1/messages/${messageId}/suggestions`, { token: desk.office });
  return { status, ...body } as unknown as {
    status: number;
    suggestions: { unit: { code: string }; confidence: number | null; reasons: { by: string; text: string; duty: object | null }[]; words: { for: string[]; against: string[] } }[];
    model: { version: number; decisions: number } | null;
  };
};
const figures = async () => (await call(`${replica.url}/v1/suggestions/figures`, { token: desk.office })).body as unknown as { model: object | null; all: { decisions: number; first: number; among: number }; units: { unit: { code: string }; decisions: number }[]; learned: object };
const trainers = () => [replica, other].map(({ app }) => app.get(Trainer));
const refreshed = () => Promise.all([replica, other].map(({ app }) => app.get(LearnedModels).refresh()));
const versions = () => fixture.rows('SELECT version FROM learned_model ORDER BY version');
const decisionOf = async (messageId: string) => (await fixture.rows('SELECT unit_code AS unit, suggested FROM confirmed_decision WHERE message_id = $1', [messageId]))[0];
const rowOf = async (messageId: string) => (await fixture.rows('SELECT state, unit_code AS unit, assigned_by AS by FROM message WHERE message_id = $1', [messageId]))[0];

describe('suggestions from the first day (R08)', () => {
  it('are the addressed unit, then what the duties say, with their item', async () => {
    const messageId = await fixture.registered({ title: '停水又无路灯', text: '停水', addressedUnit: '市园林局' });
    const { suggestions, model } = await suggestionsFor(messageId);
    expect(suggestions.map(({ unit, reasons }) => [unit.code, ...reasons.map(({ by }) => by)])).toEqual([['parks', 'addressed'], ['roads', 'duty'], ['water', 'duty']]);
    expect(suggestions[2]!.reasons).toEqual([{ by: 'duty', text: '职责“供水管网”，词“停水”', duty: { item: expect.any(String), version: 1 } }]);
    expect([model, suggestions[0]!.confidence]).toEqual([null, null]);
  });

  it('are none for a report of wrongdoing, and for the office alone', async () => {
    const report = await fixture.registered({ kind: 'report', addressedUnit: '市园林局' });
    expect((await suggestionsFor(report)).suggestions).toEqual([]);
    expect((await call(`${replica.url}/v1/messages/${report}/suggestions`, { token: desk.water })).status).toBe(403);
    expect((await suggestionsFor(randomUUID())).status).toBe(404);
  });
});

describe('what people confirm', () => {
  it('is learned by the unit that has it in the end, with what had been suggested at first', async () => {
    const messageId = await fixture.registered({ title: '停水', text: '停水' });
    expect(await decisionOf(messageId)).toBeUndefined();
    await desk.assign(messageId, 'parks');
    expect(await decisionOf(messageId)).toEqual({ unit: 'parks', suggested: ['water'] });
    await desk.assign(messageId, 'roads');
    expect(await decisionOf(messageId)).toEqual({ unit: 'roads', suggested: ['water'] });
  });

  it('is also the answer of a unit that got it by its duties, once it is published', async () => {
    const messageId = await fixture.registered();
    const { body } = await desk.reply(messageId);
    expect(await decisionOf(messageId)).toBeUndefined();
    await fixture.deliver(published(messageId, body['replyId'] as string));
    expect(await decisionOf(messageId)).toEqual({ unit: 'water', suggested: ['water'] });
  });

  it('is no report of wrongdoing', async () => {
    const messageId = await fixture.registered({ kind: 'report' });
    await desk.assign(messageId, 'roads');
    expect(await rowOf(messageId)).toMatchObject({ state: 'assigned', unit: 'roads' });
    expect(await decisionOf(messageId)).toBeUndefined();
  });
});

describe('learning', () => {
  beforeAll(async () => {
    const events = decided.map(({ title, text }) => registration({ title, text }));
    await fixture.deliver(...events);
    for (const [index, { subject }] of events.entries()) await desk.assign(subject, decided[index]!.unit);
  }, 120_000);

  it('killed in the middle leaves nothing, and holds nobody up', async () => {
    const [trainer] = trainers();
    const client = await fixture.dataSource.createQueryRunner();
    await client.startTransaction();
    await client.query('LOCK TABLE learned_model IN SHARE MODE');
    const training = trainer!.train(file);
    const isHeldUp = `SELECT FROM pg_locks WHERE relation = 'learned_model'::regclass AND NOT granted`;
    await eventually(async () => expect(await fixture.rows(isHeldUp)).toHaveLength(1), { timeoutMs: 60_000 });
    await trainer!.stop();
    expect(await training).toBeNull();
    await client.rollbackTransaction();
    await client.release();
    await eventually(async () => expect(await fixture.rows(`SELECT FROM pg_locks WHERE locktype = 'advisory'`)).toEqual([]));
    expect(await versions()).toEqual([]);
  }, 120_000);

  it('happens once, whichever replicas begin, and all of them use the result', async () => {
    const trained = await Promise.all(trainers().map((trainer) => trainer.train(file)));
    expect(trained.toSorted()).toEqual([1, null]);
    await refreshed();
    const message = held.find(({ unit }) => unit === 'parks')!;
    const messageId = await fixture.registered(message);
    const [one, same] = [await suggestionsFor(messageId), await suggestionsFor(messageId, other)];
    expect(one).toEqual(same);
    expect(one.model).toEqual({ version: 1, decisions: decided.length + 2 });
    expect(one.suggestions.some(({ reasons, confidence }) => reasons.some(({ by }) => by === 'learned') && confidence !== null)).toBe(true);
    const words = one.suggestions.flatMap(({ words: { for: speaking } }) => speaking);
    expect(words.length).toBeGreaterThan(0);
    for (const word of words) expect(`${message.title}${message.text}`.toLowerCase()).toContain(word);
  }, 120_000);

  it('waits for enough that is new', async () => {
    expect(await trainers()[0]!.train(file)).toBeNull();
    expect(await versions()).toEqual([{ version: 1 }]);
  }, 60_000);

  it('finds the unit of most messages that it has not seen', async () => {
    const found = await Promise.all(held.map(async ({ title, text, unit }) => (await suggestionsFor(await fixture.registered({ title, text }))).suggestions.some((one) => one.unit.code === unit)));
    expect(found.filter(Boolean).length / found.length).toBeGreaterThan(0.85);
  });

  it('is counted with its denominators', async () => {
    const { model, all, units } = await figures();
    expect(model).toMatchObject({ version: 1, decisions: decided.length + 2, routedUnits: 0 });
    expect(all.decisions).toBe(decided.length + 2);
    expect(units.map(({ unit, decisions }) => [unit.code, decisions])).toContainEqual(['parks', decided.filter(({ unit }) => unit === 'parks').length]);
  });
});

describe('routing by itself', () => {
  const alike = { title: '噪音扰民', text: '夜间施工噪音严重，空气污染，粉尘满天。' };
  const idThat = (audited: boolean): string => {
    for (;;) {
      const id = randomUUID();
      if (isAudited(id) === audited) return id;
    }
  };
  const trusted = async (decisions: number, version: number) => {
    await fixture.rows(
      `INSERT INTO learned_model (version, trained_at, learned_until, decisions, accuracy, thresholds, model)
       SELECT $1, trained_at, learned_until, $2, accuracy, '{"parks": 0.01}', model FROM learned_model WHERE version = 1`,
      [version, decisions],
    );
    await refreshed();
  };

  it('does not happen before a thousand decisions', async () => {
    await trusted(999, 2);
    expect(await rowOf(await fixture.registered({ ...alike, messageId: idThat(false) }))).toMatchObject({ state: 'holding-pen' });
  });

  it('happens where the unit has a threshold and neither writer nor duties say whose it is; the model stands beside it', async () => {
    await trusted(1_000, 3);
    const messageId = await fixture.registered({ ...alike, messageId: idThat(false) });
    expect(await rowOf(messageId)).toEqual({ state: 'assigned', unit: 'parks', by: 'learned' });
    expect(await fixture.rows('SELECT by, model_version AS version FROM assignment WHERE message_id = $1', [messageId])).toEqual([{ by: 'learned', version: 3 }]);
    expect(await fixture.events('routing.message.assigned.v1', messageId)).toEqual([expect.objectContaining({ data: expect.objectContaining({ by: 'learned' }) })]);
    expect((await figures()).learned).toEqual({ assigned: 1, stood: 1 });
  });

  it('leaves one in twenty, every report, and what a duty claims to others', async () => {
    expect(await rowOf(await fixture.registered({ ...alike, messageId: idThat(true) }))).toMatchObject({ state: 'holding-pen' });
    expect(await rowOf(await fixture.registered({ ...alike, kind: 'report', messageId: idThat(false) }))).toMatchObject({ state: 'holding-pen' });
    const claimed = { ...alike, title: '停水、水管，公路、路灯', messageId: idThat(false) };
    expect(await rowOf(await fixture.registered(claimed))).toMatchObject({ state: 'holding-pen' });
  });
});
