export * from './vocabulary.js';
export * from './envelope.js';
export * from './intake.js';
export * from './routing.js';
export * from './publication.js';
export * from './deadline-supervision.js';
export * from './ledger.js';
export * from './bus.js';
