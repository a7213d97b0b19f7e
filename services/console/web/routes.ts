import type { RouteRecordRaw } from 'vue-router';
import type { Role } from './shell/session.js';

/** One screen: its address, its name, whose menu it stands in. */
export interface Screen {
  path: string;
  title: string;
  /** Whose menu shows it; the service decides who may. Everybody's where it is absent. */
  roles?: readonly Role[];
  /** Group in the menu; absent where nobody goes there from the menu. */
  menu?: string;
  load: () => Promise<unknown>;
}

export const screens: readonly Screen[] = [
  { path: '/queue/:id?', title: '办理留言', roles: ['web-admin'], menu: '办理', load: () => import('./screens/queue/QueueScreen.vue') },
];

export const routeRecords: RouteRecordRaw[] = [
  ...screens.map(({ path, title, load }) => ({ path, component: load as () => Promise<never>, meta: { title } })),
  { path: '/:rest(.*)*', component: () => import('./shell/NotFound.vue'), meta: { title: '没有找到这个页面' } },
];

export interface MenuGroup {
  title: string;
  items: { path: string; title: string }[];
}

/** The menu of a person: what one of the roles is for, in the order of the list. */
export function menuOf(roles: readonly Role[], all: readonly Screen[] = screens): MenuGroup[] {
  const groups = new Map<string, MenuGroup>();
  for (const { path, title, menu, roles: whose } of all) {
    if (menu === undefined || (whose && !whose.some((role) => roles.includes(role)))) continue;
    const group = groups.get(menu) ?? { title: menu, items: [] };
    groups.set(menu, group);
    group.items.push({ path: path.replace(/\/:.*$/, '') || '/', title });
  }
  return [...groups.values()];
}
