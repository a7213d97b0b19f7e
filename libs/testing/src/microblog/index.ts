export * from './weibo-fake.js';
