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

const readers: readonly Role[] = ['web-admin', 'reviewer', 'principal', 'information-office', 'supervision-office', 'inspection-bureau'];
const supervisors: readonly Role[] = ['supervision-office', 'inspection-bureau', 'information-office'];

export const screens: readonly Screen[] = [
  { path: '/', title: '我的工作', menu: '工作', load: () => import('./screens/my-work/MyWorkScreen.vue') },
  { path: '/search', title: '查找留言', menu: '工作', roles: readers, load: () => import('./screens/search/SearchScreen.vue') },
  { path: '/messages/:id', title: '留言', load: () => import('./screens/messages/MessageScreen.vue') },
  { path: '/me', title: '我的设置', load: () => import('./screens/me/MeScreen.vue') },
  { path: '/help/:role?', title: '帮助', load: () => import('./screens/help/HelpScreen.vue') },
  { path: '/queue/:id?', title: '办理留言', roles: ['web-admin'], menu: '办理', load: () => import('./screens/queue/QueueScreen.vue') },
  { path: '/co-tasks/:id?', title: '协办', roles: ['web-admin', 'reviewer', 'principal'], menu: '办理', load: () => import('./screens/co-tasks/CoTasksScreen.vue') },
  { path: '/orders/:id?', title: '督办单', roles: ['web-admin', 'reviewer', 'principal'], menu: '办理', load: () => import('./screens/supervision/orders/OrdersScreen.vue') },
  { path: '/briefings/:id?', title: '归纳上报', roles: ['web-admin', 'reviewer', 'principal'], menu: '办理', load: () => import('./screens/briefings/BriefingsScreen.vue') },
  { path: '/sessions/:id?', title: '本单位访谈', roles: ['web-admin', 'reviewer', 'principal'], menu: '办理', load: () => import('./screens/sessions/GuestScreen.vue') },
  { path: '/office/pen/:id?', title: '待分拨', roles: ['information-office'], menu: '信息办', load: () => import('./screens/office/pen/PenScreen.vue') },
  { path: '/office/returns/:id?', title: '派单异议', roles: ['information-office'], menu: '信息办', load: () => import('./screens/office/returns/ReturnsScreen.vue') },
  { path: '/office/coordination/:id?', title: '协办协调', roles: ['information-office'], menu: '信息办', load: () => import('./screens/co-tasks/CoTasksScreen.vue') },
  { path: '/office/rulings/:id?', title: '无效认定', roles: ['information-office'], menu: '信息办', load: () => import('./screens/office/rulings/RulingsScreen.vue') },
  { path: '/office/holds/:id?', title: '待甄别', roles: ['information-office'], menu: '信息办', load: () => import('./screens/office/holds/HoldsScreen.vue') },
  { path: '/office/gate/:id?', title: '审核发布', roles: ['information-office'], menu: '信息办', load: () => import('./screens/office/gate/GateScreen.vue') },
  { path: '/office/ratings/:id?', title: '评价与二次办理', roles: ['information-office'], menu: '信息办', load: () => import('./screens/office/ratings/RatingsScreen.vue') },
  { path: '/office/objections/:id?', title: '异议复核', roles: ['information-office'], menu: '信息办', load: () => import('./screens/office/objections/ObjectionsScreen.vue') },
  { path: '/office/identity/:id?', title: '身份查阅', roles: ['information-office', 'supervision-office'], menu: '信息办', load: () => import('./screens/office/identity/IdentityScreen.vue') },
  { path: '/office/transfers/:id?', title: '转出回执', roles: ['information-office'], menu: '信息办', load: () => import('./screens/office/transfers/TransfersScreen.vue') },
  { path: '/office/coverage', title: '信箱与账号名录', roles: ['information-office', 'administrator'], menu: '信息办', load: () => import('./screens/office/directory/DirectoryScreen.vue') },
  { path: '/office/documents', title: '政策文件', roles: ['information-office'], menu: '信息办', load: () => import('./screens/office/documents/DocumentsScreen.vue') },
  { path: '/office/sessions/:id?', title: '访谈与座谈会', roles: ['information-office'], menu: '信息办', load: () => import('./screens/office/sessions/SessionsScreen.vue') },
  { path: '/office/sessions/plan/:year(\\d{4})', title: '在线访谈年度计划', roles: ['information-office'], load: () => import('./screens/office/sessions/plan/PlanScreen.vue') },
  { path: '/office/sessions/:id/:step(host|scribe|close)', title: '访谈与座谈会', roles: ['information-office'], load: () => import('./screens/office/sessions/SessionDesk.vue') },
  { path: '/office/forums/:id?', title: '网民座谈会', roles: ['information-office'], menu: '信息办', load: () => import('./screens/office/forums/ForumsScreen.vue') },
  { path: '/office/briefings/:id?', title: '归纳上报', roles: ['information-office', 'supervision-office'], menu: '信息办', load: () => import('./screens/briefings/BriefingsScreen.vue') },
  { path: '/supervision/board', title: '时限看板', roles: supervisors, menu: '督查', load: () => import('./screens/supervision/board/BoardScreen.vue') },
  { path: '/supervision/escalations', title: '实时上报', roles: supervisors, menu: '督查', load: () => import('./screens/supervision/escalations/EscalationsScreen.vue') },
  { path: '/supervision/orders/:id?', title: '督办单', roles: supervisors, menu: '督查', load: () => import('./screens/supervision/orders/OrdersScreen.vue') },
  { path: '/supervision/circulars/:id?', title: '通报', roles: readers, menu: '督查', load: () => import('./screens/supervision/circulars/CircularsScreen.vue') },
  { path: '/supervision/referrals/:id?', title: '移送', roles: ['supervision-office', 'inspection-bureau'], menu: '督查', load: () => import('./screens/supervision/referrals/ReferralsScreen.vue') },
  { path: '/supervision/major-matters/:id?', title: '重大事项', roles: readers, menu: '督查', load: () => import('./screens/supervision/major-matters/MajorMattersScreen.vue') },
  { path: '/supervision/hot-issues/:id?', title: '热点问题', roles: supervisors, menu: '督查', load: () => import('./screens/supervision/hot-issues/HotIssuesScreen.vue') },
  { path: '/supervision/statistics', title: '办理统计', roles: [...supervisors, 'administrator', 'web-admin'], menu: '督查', load: () => import('./screens/supervision/statistics/StatisticsScreen.vue') },
  { path: '/supervision/conservation', title: '件件有交代', roles: [...supervisors, 'administrator'], menu: '督查', load: () => import('./screens/supervision/conservation/ConservationScreen.vue') },
  { path: '/admin/units/:code?', title: '单位', roles: ['security-administrator', 'information-office'], menu: '管理', load: () => import('./screens/admin/units/UnitsScreen.vue') },
  { path: '/admin/people', title: '人员', roles: ['security-administrator', 'information-office'], menu: '管理', load: () => import('./screens/admin/people/PeopleScreen.vue') },
  { path: '/admin/channel-keys', title: '渠道密钥', roles: ['security-administrator'], menu: '管理', load: () => import('./screens/admin/channel-keys/ChannelKeysScreen.vue') },
  { path: '/admin/webhooks', title: '结果回传', roles: ['security-administrator', ...supervisors], menu: '管理', load: () => import('./screens/admin/webhooks/WebhooksScreen.vue') },
  { path: '/admin/sources', title: '接入来源', roles: ['security-administrator', 'administrator', 'information-office'], menu: '管理', load: () => import('./screens/admin/sources/SourcesScreen.vue') },
  { path: '/admin/policies', title: '时限规则', roles: ['administrator', 'auditor', 'supervision-office'], menu: '管理', load: () => import('./screens/admin/policies/PoliciesScreen.vue') },
  { path: '/admin/review-rules', title: '审核签发规则', roles: ['administrator', 'information-office'], menu: '管理', load: () => import('./screens/admin/review-rules/ReviewRulesScreen.vue') },
  { path: '/admin/calendars', title: '工作日历', roles: ['administrator', 'supervision-office', 'information-office'], menu: '管理', load: () => import('./screens/admin/calendars/CalendarsScreen.vue') },
  { path: '/admin/imports', title: '历史留言导入', roles: ['administrator'], menu: '管理', load: () => import('./screens/admin/imports/ImportsScreen.vue') },
  { path: '/admin/dead-letters', title: '被拒绝的事件', roles: ['administrator'], menu: '管理', load: () => import('./screens/admin/dead-letters/DeadLettersScreen.vue') },
  { path: '/admin/audit', title: '审计日志', roles: ['auditor'], menu: '审计', load: () => import('./screens/admin/audit/AuditScreen.vue') },
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
