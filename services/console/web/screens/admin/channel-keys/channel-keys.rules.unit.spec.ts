import { expect, it } from '@jest/globals';
import type { ChannelKey } from '../../../api/schemas.js';
import { byChannel } from './channel-keys.rules.js';

const key = (keyId: string, channel: ChannelKey['channel'], state: ChannelKey['state'], madeAt: string): ChannelKey =>
  ({ keyId, channel, state, madeAt, label: '', origin: 'made', madeBy: null, perSecond: null, perDay: null, lastUsedAt: null, endsAt: null, revokedAt: null });

it('shows every channel, also one without a key, what is good first and the newest of it', () => {
  const channels = byChannel([key('1', 'board', 'revoked', '2026-01-01T00:00:00Z'), key('2', 'board', 'replaced', '2026-02-01T00:00:00Z'), key('3', 'board', 'valid', '2026-03-01T00:00:00Z'), key('4', 'forum', 'ended', '2026-03-01T00:00:00Z')]);
  expect(channels).toHaveLength(6);
  const shown = Object.fromEntries(channels.map(({ code, good, past }) => [code, [good.map(({ keyId }) => keyId), past.map(({ keyId }) => keyId)]]));
  expect([shown.board, shown.forum, shown.portal]).toEqual([[['3', '2'], ['1']], [[], ['4']], [[], []]]);
});
