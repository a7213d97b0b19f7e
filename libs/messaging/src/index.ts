export * from './ledger.module.js';
export { LedgerService, type LedgerOptions } from './ledger.service.js';
