// Jest's runtime, without its virtual machine: a spec file is imported as Node imports any module. Jest's own loads every module,
// third-party packages too, anew for each file, which is half of the time of an integration spec.
// Limit: what a module keeps is seen by the next spec file of the process, and no module can be mocked.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import './source-hooks.mjs';
import { serve } from './globals.mjs';

const require = createRequire(import.meta.url);
const kept = ['EVENT_HANDLERS', 'TEST_TIMEOUT_SYMBOL'].map((name) => Symbol.for(name));

export default class ProcessRuntime {
  constructor(_config, environment) {
    this.environment = environment;
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  async unstable_importModule(file) {
    await import(pathToFileURL(file).href);
  }

  /** Jest's own modules: the one that holds the cases of a spec file is new for each. */
  requireInternalModule(file) {
    for (const symbol of kept) delete globalThis[symbol];
    delete require.cache[file];
    return require(file);
  }

  requireModule(file) {
    return require(file);
  }

  setGlobalsForRuntime(globals) {
    const { fakeTimersModern } = this.environment;
    const jest = {
      useFakeTimers: (config) => fakeTimersModern.useFakeTimers(config),
      useRealTimers: () => fakeTimersModern.useRealTimers(),
      setTimeout: (milliseconds) => (globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = milliseconds),
    };
    serve({ ...globals, jest });
  }

  getSourceMaps() {
    return null;
  }

  getAllCoverageInfoCopy() {
    return undefined;
  }

  enterTestCode() {}
  leaveTestCode() {}
  teardown() {}
}
