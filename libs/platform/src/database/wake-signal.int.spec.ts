import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { ownSchema, type OwnSchema } from './database.fixture.js';
import { WakeSignal } from './wake-signal.js';

const silent = pino({ level: 'silent' });
const long = 60_000;
let schema: OwnSchema;
let signal: WakeSignal;
const notify = () => schema.dataSource.query(`SELECT pg_notify('letters_' || current_schema(), '')`);

beforeEach(async () => {
  schema = await ownSchema('SELECT');
  signal = new WakeSignal(schema.dataSource, silent, 'letters');
  const { count } = signal;
  signal.start();
  // It wakes once when it begins to hear.
  await signal.after(count, long);
});
afterEach(async () => {
  signal.stop();
  await schema.drop();
});

describe('a wake signal', () => {
  it('wakes all who wait and all who listen', async () => {
    const heard: string[] = [];
    signal.onWake(() => heard.push('listener'));
    const { count } = signal;
    const waiting = [signal.after(count, long), signal.after(count, long)];
    await notify();
    await Promise.all(waiting);
    expect(heard).toEqual(['listener']);
    expect(signal.count).toBe(count + 1);
  });

  it('what came while one looked is not waited for', async () => {
    const { count } = signal;
    const other = signal.after(count, long);
    await notify();
    await other;
    await signal.after(count, long);
  });

  it('nobody waits longer than asked, than his own signal says, or than it lives', async () => {
    const { count } = signal;
    await signal.after(count, 1);
    await signal.after(count, long, AbortSignal.timeout(1));
    await signal.after(count, long, AbortSignal.abort());
    const waiting = [signal.after(count, long), signal.pause(long)];
    signal.stop();
    await Promise.all(waiting);
    await Promise.all([signal.after(count, long), signal.pause(long)]);
    expect(signal.count).toBe(count);
  });

  it('a pause is not ended by it', async () => {
    const began = performance.now();
    const { count } = signal;
    const pause = signal.pause(100);
    const woken = signal.after(count, long);
    await notify();
    await woken;
    await pause;
    expect(performance.now() - began).toBeGreaterThanOrEqual(99);
  });
});
