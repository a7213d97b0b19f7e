export { directoryOf, examine, placeholders, redact, type PhoneDirectory } from './redaction.rules.js';
