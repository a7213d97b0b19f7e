import { describe, expect, it } from '@jest/globals';
import { draftSchema } from '../urging-order/urging-order.schema.js';
import { revisionOf } from './revision.rules.js';

const schema = revisionOf(draftSchema);

describe('a revision', () => {
  it.each([[{ title: '路灯' }], [{ unit: null, copies: [] }], [{ instruction: '请抓紧办理' }]])('of %j holds that and nothing else', (revision) => {
    expect(schema.parse(revision)).toEqual(revision);
  });

  it.each([[{}], [{ titel: '路灯' }], [{ title: '路灯', requirment: '请办理' }], [{ title: null }]])('of %j is refused', (revision) => {
    expect(schema.safeParse(revision).success).toBe(false);
  });
});
