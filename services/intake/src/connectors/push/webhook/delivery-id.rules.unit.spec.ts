import { describe, expect, it } from '@jest/globals';
import { deliveryIdOf } from './delivery-id.rules.js';

describe('what a platform answers to a delivery', () => {
  it('its id is kept, and one beyond 2^53 digit by digit (R36)', () => {
    expect(deliveryIdOf('{"id":"c-17"}')).toBe('c-17');
    expect(deliveryIdOf('{"id":5012345678901234567}')).toBe('5012345678901234567');
  });

  it.each(['', 'ok', '[]', 'null', '{"id":null}', '{"id":""}', JSON.stringify({ id: 'x'.repeat(201) }), JSON.stringify({ id: 'a\u0000' })])('%j holds no id', (answer) => {
    expect(deliveryIdOf(answer)).toBeNull();
  });
});
