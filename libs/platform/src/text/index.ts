// What reads files needs no more of the platform than this.
export * from './canonical-json.js';
export * from './csv.js';
export * from './json.js';
export * from './lines.js';
