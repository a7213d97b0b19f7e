// `@jest/globals` of a spec file and of what it imports: a helper is loaded once a process and serves one spec file after the other.
export let describe, it, test, expect, beforeAll, beforeEach, afterAll, afterEach, jest;

/** What is imported from here from now on is these. */
export const serve = (globals) => ({ describe, it, test, expect, beforeAll, beforeEach, afterAll, afterEach, jest } = globals);
