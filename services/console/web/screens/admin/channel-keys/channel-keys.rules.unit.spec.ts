import { expect, it } from '@jest/globals';
import type { ChannelKey } from '../../../api/schemas.js';
import { byChannel, quotaOf, quotaWords } from './channel-keys.rules.js';

const key = (keyId: string, channel: ChannelKey['channel'], state: ChannelKey['state'], madeAt: string, sandbox = false): ChannelKey =>
  ({ keyId, channel, state, madeAt, sandbox, label: '', origin: 'made', madeBy: null, perSecond: null, perDay: null, lastUsedAt: null, endsAt: null, revokedAt: null });

it('shows every channel, also one without a key, what is good first and the newest of it', () => {
  const channels = byChannel([key('1', 'board', 'revoked', '2026-01-01T00:00:00Z'), key('2', 'board', 'replaced', '2026-02-01T00:00:00Z'), key('3', 'board', 'valid', '2026-03-01T00:00:00Z'), key('4', 'forum', 'ended', '2026-03-01T00:00:00Z')]);
  expect(channels).toHaveLength(6);
  const shown = Object.fromEntries(channels.map(({ code, good, past }) => [code, [good.map(({ keyId }) => keyId), past.map(({ keyId }) => keyId)]]));
  expect([shown.board, shown.forum, shown.portal]).toEqual([[['3', '2'], ['1']], [[], ['4']], [[], []]]);
});

it('puts keys for tests behind the others, and counts them not: with them alone a channel brings nothing', () => {
  const channels = byChannel([key('1', 'board', 'valid', '2026-01-01T00:00:00Z'), key('2', 'board', 'valid', '2026-02-01T00:00:00Z', true), key('3', 'forum', 'valid', '2026-02-01T00:00:00Z', true)]);
  const shown = Object.fromEntries(channels.map(({ code, good, real }) => [code, [good.map(({ keyId }) => keyId), real]]));
  expect([shown.board, shown.forum, shown.portal]).toEqual([[['1', '2'], 1], [['3'], 0], [[], 0]]);
});

it('reads a quota as it was typed, and lifts no limit by mistake', () => {
  expect(quotaOf({ perSecond: '20', perDay: null })).toEqual({ perSecond: 20, perDay: null });
  for (const typed of ['0', '-1', '1.5', '一百', '1e3', '10000000000']) expect(() => quotaOf({ perSecond: typed, perDay: null })).toThrow('配额须是');
  expect([quotaWords({ perSecond: 20, perDay: 5000 }), quotaWords({ perSecond: null, perDay: null })]).toEqual(['配额：每秒20件，每天5000件', '没有另定配额']);
});
