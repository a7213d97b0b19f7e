import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query';
import { createApp } from 'vue';
import { createRouter, createWebHistory } from 'vue-router';
import { RequestProblem } from './api/problem.js';
import { routeRecords } from './routes.js';
import AppShell from './shell/AppShell.vue';
import { readSession, signInAddress } from './shell/session.js';
import './theme.css';

const router = createRouter({ history: createWebHistory(), routes: routeRecords });
router.afterEach((to) => (document.title = `${String(to.meta.title)} · 网络问政工作台`));

const isWorthAnother = (count: number, error: unknown) => count < 2 && error instanceof RequestProblem && error.isPassing;
const queries = new QueryClient({ defaultOptions: { queries: { retry: isWorthAnother, staleTime: 5_000, networkMode: 'always' }, mutations: { networkMode: 'always' } } });

if (await readSession()) createApp(AppShell).use(router).use(VueQueryPlugin, { queryClient: queries }).mount('#app');
else location.replace(signInAddress());
