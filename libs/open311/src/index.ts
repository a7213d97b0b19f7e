export * from './document.js';
export * from './filter.js';
export * from './jurisdiction.js';
export * from './services.js';
