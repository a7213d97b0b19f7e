import { expect, it } from '@jest/globals';
import { closingBody, missingOf, type Closing } from './close.rules.js';

const closing = (changes: Partial<Closing>): Closing => ({ attendance: 'held', name: '', post: '', absenceReason: '', summary: '', ...changes });
const principal = { name: '周明', post: '局长' };

it.each([
  ['with the principal who was announced', closing({}), principal, null],
  ['with nobody who was announced', closing({}), null, '请填写到场的主要负责人姓名和职务。'],
  ['with a principal who is named now', closing({ name: '周明', post: '局长' }), null, null],
  ['without the principal and nobody in the place', closing({ attendance: 'held-without-principal' }), principal, '请填写代为答复的人姓名和职务。'],
  ['without the principal and no reason', closing({ attendance: 'held-without-principal', name: '吴敏', post: '副局长' }), principal, '请填写主要负责人未到场的理由。'],
  ['without the principal, with both', closing({ attendance: 'held-without-principal', name: '吴敏', post: '副局长', absenceReason: '防汛会商' }), principal, null],
])('R15: held %s', (_, filled, announced, missing) => expect(missingOf(filled, { principal: announced })).toBe(missing));

it('says only what is meant', () => {
  expect(closingBody(closing({ absenceReason: '早先选错时写的' }))).toEqual({ attendance: 'held' });
  expect(closingBody(closing({ attendance: 'held-without-principal', name: ' 吴敏', post: '副局长', absenceReason: '防汛会商', summary: '路灯。 ' }))).toEqual({ attendance: 'held-without-principal', attendedBy: { name: '吴敏', post: '副局长' }, absenceReason: '防汛会商', summary: '路灯。' });
});
