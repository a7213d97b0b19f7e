// Apart from the rest: only specs of files need them.
export * from '../free-ports.js';
export * from './object-store.js';
export * from './scanner.js';
