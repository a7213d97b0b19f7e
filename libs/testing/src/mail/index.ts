// Apart from the rest: only specs of letters need what it needs.
export * from './mail-server.js';
export * from './smtp-server.js';
