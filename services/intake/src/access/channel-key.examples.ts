import type { ChannelKeyView, MadeKey } from './channel-key.schemas.js';

export const keyExample: ChannelKeyView = {
  keyId: '0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a10', channel: 'board', label: '市民热线平台', origin: 'made', sandbox: false, state: 'valid', madeAt: '2026-09-01T01:00:00.000Z', madeBy: 'security-administrator',
  perSecond: null, perDay: null, lastUsedAt: '2026-09-18T07:20:00.000Z', endsAt: null, revokedAt: null,
};
const unused = { ...keyExample, lastUsedAt: null };
export const madeKeyExample: MadeKey = { key: { ...unused, label: '市民热线平台（试接）', sandbox: true }, secret: 'wzk_test_pX4mW1kq0TzD7bJcYb2vQ9sUuFhR6nLeGgAoZiK8w3M' };
export const rotatedKeyExample: MadeKey = { key: { ...unused, keyId: '0199a5d4-7c1e-7b55-9f2e-3c5b2f6b7a11', madeAt: '2026-09-20T01:00:00.000Z' }, secret: 'wzk_Zt5nE0dVx8QaKcR3yLwM7uHjF2sBgP9oTiN6vXhW4qA' };
