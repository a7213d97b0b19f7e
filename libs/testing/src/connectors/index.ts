// Apart from the rest: the suite is jest's, and not everyone who uses the rest runs under it.
export * from './connector-contract.js';
