import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { stateCouncilCalendar } from './state-council-calendar.js';

const probe = fileURLToPath(new URL('./time-zone-probe.mjs', import.meta.url));

// Dates on which chinese-days departs from the State Council's notices, each with its reason. Today there are none.
const departures: string[] = [];

describe.each([
  ['UTC', [0, 0]],
  ['America/Los_Angeles', [480, 420]],
  ['Asia/Shanghai', [-480, -480]],
])('in a process whose time zone is %s', (zone, offsets) => {
  it('every day of 2007 to 2026 is worked exactly when chinese-days says so, and every due date follows from that', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [probe], { env: { ...process.env, TZ: zone } });
    expect(JSON.parse(stdout)).toEqual({
      offsets,
      days: 7305,
      differing: departures,
      runs: 5000,
      failed: false,
      counterexample: null,
      version: stateCouncilCalendar.version,
    });
  });
});
