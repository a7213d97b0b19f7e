export { directoryOf, examine, placeholders, redact, type PhoneDirectory } from './redaction.rules.js';
export { hidden, shortened } from './shorten.rules.js';
