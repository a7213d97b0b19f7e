export * from './deadline-supervision/deadline.js';
export * from './deadline-supervision/escalation.js';
export * from './deadline-supervision/document.js';
export * from './deadline-supervision/hot-issue.js';
export * from './deadline-supervision/rulebook.js';
export * from './deadline-supervision/conservation.js';
export * from './deadline-supervision/statistics.js';
