import { expect, it } from '@jest/globals';
import { menuOf, screens, type Screen } from './routes.js';

const screen = (path: string, more: Partial<Screen>): Screen => ({ path, title: path, load: () => Promise.resolve(), ...more });

it('the menu shows what one of the roles is for, by groups, without the parts of an address that vary', () => {
  const all = [screen('/', { menu: '办理' }), screen('/queue/:id?', { menu: '办理', roles: ['web-admin'] }), screen('/office/pen', { menu: '信息办', roles: ['information-office'] }), screen('/messages/:id', {})];
  expect(menuOf(['web-admin'], all)).toEqual([{ title: '办理', items: [{ path: '/', title: '/' }, { path: '/queue', title: '/queue/:id?' }] }]);
  expect(menuOf(['auditor', 'information-office'], all).map(({ title }) => title)).toEqual(['办理', '信息办']);
});

it('no address is given twice', () => {
  const paths = screens.map(({ path }) => path);
  expect(new Set(paths).size).toBe(paths.length);
});
