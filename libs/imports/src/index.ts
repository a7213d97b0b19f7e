export { LineError, linesOf } from '@wenzheng/platform/text';
export * from './import-batches.js';
export * from './import-endpoints.js';
export * from './import-line.js';
