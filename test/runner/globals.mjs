// `@jest/globals` of a spec file and of what it imports: a helper is loaded once a process and serves one spec file after the other.
let current = {};

/** What is imported from here from now on is these. */
export const serve = (globals) => (current = globals);

const forward = (name) =>
  new Proxy(() => undefined, {
    get: (_, key) => Reflect.get(current[name], key),
    apply: (_, self, values) => Reflect.apply(current[name], self, values),
  });

export const describe = forward('describe');
export const it = forward('it');
export const test = forward('test');
export const expect = forward('expect');
export const beforeAll = forward('beforeAll');
export const beforeEach = forward('beforeEach');
export const afterAll = forward('afterAll');
export const afterEach = forward('afterEach');
export const jest = forward('jest');
