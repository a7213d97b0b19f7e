import { expect, it } from '@jest/globals';
import { bodyOfForm, missingOf, valuesOf, type Field } from './fields.rules.js';

const fields: Field[] = [
  { name: 'title', label: '事由', kind: 'line', required: true, empty: 'omit' },
  { name: 'unit', label: '主送', kind: 'unit' },
  { name: 'coUnits', label: '协办', kind: 'units' },
  { name: 'copies', label: '抄送', kind: 'lines' },
  { name: 'messageIds', label: '事项', kind: 'messages', required: true },
];

it('a document goes into the form and comes out as it was', () => {
  const document = { title: '路灯不亮', unit: { code: 'lamps', name: '市城管局' }, coUnits: [{ code: 'water', name: '市水利局' }], copies: ['市委办', '市纪委'], messageIds: ['a', 'b'] };
  const values = valuesOf(fields, document);
  expect(bodyOfForm(fields, values)).toEqual({ title: '路灯不亮', unit: 'lamps', coUnits: ['water'], copies: ['市委办', '市纪委'], messageIds: ['a', 'b'] });
});

it('what was left empty is none, or is not said', () => {
  const values = valuesOf(fields);
  expect(bodyOfForm(fields, values)).toEqual({ unit: null, coUnits: [], copies: [], messageIds: [] });
  expect(missingOf(fields, { ...values, title: '  ' })).toEqual(['title', 'messageIds']);
});

it('copies are told apart by lines and by Chinese enumeration commas', () => {
  expect(bodyOfForm(fields, { ...valuesOf(fields), copies: '市委办、市纪委\n 市政协办 \n' })).toMatchObject({ copies: ['市委办', '市纪委', '市政协办'] });
});

it('one message is told by itself', () => {
  const one: Field[] = [{ name: 'messageId', label: '留言', kind: 'message', required: true }];
  expect(bodyOfForm(one, valuesOf(one, { messageId: 'a' }))).toEqual({ messageId: 'a' });
  expect(missingOf(one, valuesOf(one, { messageId: '' }))).toEqual(['messageId']);
});
