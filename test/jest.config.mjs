// One Jest run, kinds of spec, told apart by their names:
//   *.unit.spec.ts  no I/O                       (beside the code)
//   *.int.spec.ts   real Postgres and NATS       (beside the code)
//   test/architecture/**                         rules about the tree itself
//   test/deployment/**                           the manifests of deploy/, rendered and checked
//   *.e2e.spec.ts   running services             (test/flows: e2e; test/faults: faults, which break them)
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

const base = {
  rootDir: root,
  // Imported as Node imports any module: what third-party packages are is loaded once a process, not once a spec file.
  runtime: '<rootDir>/test/runner/runtime.mjs',
  testEnvironment: '<rootDir>/test/runner/environment.mjs',
  injectGlobals: false,
  transform: {},
  modulePathIgnorePatterns: ['/dist/', '/.wenzheng/', '/.nx/'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
};

const kind = (displayName, testMatch, extra = {}) => ({
  ...base,
  displayName,
  testMatch: testMatch.map((pattern) => `<rootDir>/${pattern}`),
  ...extra,
});

export default {
  rootDir: root,
  testSequencer: `${root}/test/runner/sequencer.mjs`,
  testTimeout: 60_000,
  // What a spec file has loaded stays in memory; a worker that has grown so far is replaced before the next.
  workerIdleMemoryLimit: '1500MB',
  projects: [
    kind('unit', ['{libs,services,deploy}/**/*.unit.spec.{ts,tsx}']),
    kind('architecture', ['test/{architecture,deployment}/**/*.spec.ts']),
    kind('integration', ['{libs,services,deploy}/**/*.int.spec.ts'], {
      globalSetup: '<rootDir>/test/servers.setup.mjs',
      globalTeardown: '<rootDir>/test/servers.teardown.mjs',
    }),
    kind('e2e', ['test/flows/**/*.e2e.spec.ts'], { globalSetup: '<rootDir>/test/browser.setup.mjs' }),
    kind('faults', ['test/faults/**/*.e2e.spec.ts'], { globalSetup: '<rootDir>/test/mail.setup.mjs' }),
  ],
};
