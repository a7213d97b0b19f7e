export * from './eventually.js';
export * from './fixed-clock.js';
export * from './material.js';
export * from './nats.js';
export * from './nats-server.js';
export * from './postgres.js';
export * from './readme.js';
export * from './tokens.js';
