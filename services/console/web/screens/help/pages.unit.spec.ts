import { expect, it } from '@jest/globals';
import { roleWords } from '@wenzheng/wording';
import { screens } from '../../routes.js';
import { pages } from './pages.js';

it('every role of people has one page', () => {
  const ofPeople = Object.keys(roleWords.zh).filter((role) => role !== 'ledger-reader');
  expect(pages.map(({ role }) => role).toSorted()).toEqual(ofPeople.toSorted());
});

it.each(pages)('the page of $role leads only to screens that stand in its menu', ({ role, tasks }) => {
  const inMenu = screens.filter(({ menu, roles }) => menu !== undefined && (!roles || roles.includes(role))).map(({ path }) => path.replace(/\/:.*$/, ''));
  expect(tasks.flatMap(({ to = [] }) => to).filter((to) => !inMenu.includes(to))).toEqual([]);
});

it.each(pages)('the page of $role is brief, and speaks Chinese but for names of keys', ({ about, tasks, mind }) => {
  const sentences = [about, ...tasks.flatMap(({ title, steps }) => [title, ...steps]), ...mind];
  expect(sentences.filter((sentence) => /[A-Za-z]{2}/.test(sentence.replace(/Ctrl\+(?:S|Enter)/g, '')))).toEqual([]);
  expect(sentences.join('').length).toBeLessThan(900);
});
