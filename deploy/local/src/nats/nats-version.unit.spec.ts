import { describe, expect, it } from '@jest/globals';
import { compareVersions, isNewEnough, natsVersionIn } from './nats-version.js';

describe('versions of nats-server', () => {
  it('come in the order of their numbers', () => {
    const versions = ['2.12.0', '2.9.10', '2.15.1', '2.10.27', '2.12.10', '2.12.9', '3.0.0'];
    expect(versions.sort(compareVersions)).toEqual(['2.9.10', '2.10.27', '2.12.0', '2.12.9', '2.12.10', '2.15.1', '3.0.0']);
  });

  it.each([
    ['nats-server: v2.15.1', '2.15.1'],
    ['nats-server: v2.12.0-RC.1', '2.12.0'],
    ['2.9.10', '2.9.10'],
    ['no version', undefined],
  ])('are found in "%s"', (text, version) => {
    expect(natsVersionIn(text)).toBe(version);
  });

  it.each([
    ['2.9.10', false],
    ['2.11.99', false],
    ['2.12.0', true],
    ['2.15.1', true],
    ['3.0.0', true],
    [undefined, false],
  ])('%s is new enough: %s', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });
});
