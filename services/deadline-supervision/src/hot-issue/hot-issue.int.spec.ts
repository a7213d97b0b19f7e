import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { material } from '@wenzheng/testing';
import { Fixture, handle } from '../deadline-supervision.fixture.js';
import { HotIssueSequencer } from './grouping/sequencer.js';
import { officialSample, realMessages, registration } from './hot-issue.fixture.js';

interface Shown {
  id: string;
  title: string;
  state: string;
  people: number;
  messages: number;
  channels: { channel: string; messages: number }[];
  raisedOn: string;
  heat: number;
  growth: number;
  newPeopleToday: number;
  peak: { people: number; on: string } | null;
  gate: number;
  sharedTerms: { term: string; part: string; people: number }[];
  messageIds: string[];
  externalIds: string[];
  samePlaceOtherMatter: { externalId: string }[];
}

let fixture: Fixture;
let app: NestFastifyApplication;
beforeAll(async () => {
  fixture = await Fixture.create('2020-01-31T10:00:00+08:00');
  app = await fixture.start();
});
afterEach(async () => {
  fixture.clock.set('2020-01-31T10:00:00+08:00');
  await fixture.clear();
});
afterAll(() => fixture.drop());

const office = { role: 'supervision-office' as const, sub: 'li' };
async function list(query = ''): Promise<Shown[]> {
  const { status, body } = await fixture.request(app, `/v1/hot-issues${query}`, office);
  expect(status).toBe(200);
  return body['hotIssues'] as Shown[];
}
async function takeAll(): Promise<void> {
  while ((await app.get(HotIssueSequencer).take(null)) > 0);
}

describe('R01, R23: what the city speaks of', () => {
  it("finds the two hot issues of the organisers' thirty messages, every message of theirs, and no other", async () => {
    await handle(app, officialSample().map((written) => registration(written)));
    await takeAll();
    const gold = JSON.parse(readFileSync(material('messages/hot_official_sample_gold.json'), 'utf8')) as Record<string, number[]>;
    const found = await list();
    expect(found.map(({ externalIds }) => externalIds.toSorted())).toEqual(Object.values(gold).map((ids) => ids.map(String).toSorted()));
    expect(found.map(({ people, messages, title }) => ({ people, messages, title }))).toEqual([
      { people: 8, messages: 10, title: '魅力之城小区 · 扰民' },
      { people: 5, messages: 5, title: 'A市经济学院 · 学生' },
    ]);
  });

  it('shows the ten hottest of 2,109 real messages with the day on which each was raised', async () => {
    const events = realMessages().map((written) => registration(written));
    const started = performance.now();
    for (let from = 0; from < events.length; from += 256) await handle(app, events.slice(from, from + 256));
    const entered = performance.now();
    await takeAll();
    const taken = performance.now();
    const found = await list('?limit=20');
    console.log(entered - started, taken - entered, performance.now() - taken);
    console.log(found.map(({ title, people, messages, raisedOn, gate, peak, sharedTerms, samePlaceOtherMatter }) => [raisedOn, title, people, messages, gate, peak?.people, peak?.on, samePlaceOtherMatter.length, sharedTerms.map(({ term, people }) => term + people).join(' ')].join(' | ')).join('\n'));
  });
});
