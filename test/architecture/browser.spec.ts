import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const probe = fileURLToPath(new URL('./browser-probe.mjs', import.meta.url));

const load = async (lib: string): Promise<unknown> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--experimental-transform-types', '--disable-warning=ExperimentalWarning', probe, lib]);
  return JSON.parse(stdout) as unknown;
};

describe('libs that run in a browser', () => {
  it('contracts builds and reads an event without anything of Node', async () => {
    const data = { unit: { code: 'water', name: '市水务局' }, parent: null, level: 2, phones: [], removed: false };
    expect(await load('@wenzheng/contracts')).toEqual({ versionOfId: '7', data, process: 'undefined' });
  });

  it('wording has its words without anything of Node', async () => {
    expect(await load('@wenzheng/wording')).toEqual({ channel: '市民心声', sentence: '应于2026年11月26日（星期四）24时前答复，还有3个工作日。', process: 'undefined' });
  });

  it('gate judges a reply without anything of Node', async () => {
    expect(await load('@wenzheng/gate')).toEqual({ codes: ['turned-away'], process: 'undefined' });
  });

  it('imports reads a file of past messages without anything of Node', async () => {
    expect(await load('@wenzheng/imports')).toEqual({ lines: 2, messages: ['路灯'], refusals: [{ number: 2, reason: 'not_json' }], process: 'undefined' });
  });

  it('what needs Node is seen to need it', async () => {
    await expect(load('pg')).rejects.toThrow('is imported by');
  });
});
