// TypeScript as Node loads it: each source once a process, with what it imports, and third-party packages as they are.
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

const options = { ...JSON.parse(readFileSync(new URL('../../.swcrc', import.meta.url), 'utf8')), swcrc: false, configFile: false };
const globals = new URL('./globals.mjs', import.meta.url).href;
const isSource = (url) => /\.tsx?$/.test(url) && !url.includes('/node_modules/');

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === '@jest/globals') return { url: globals, shortCircuit: true };
    if (specifier.startsWith('.') && specifier.endsWith('.js') && isSource(context.parentURL ?? '')) {
      const written = ['.ts', '.tsx'].map((extension) => new URL(specifier.replace(/\.js$/, extension), context.parentURL)).find((url) => existsSync(url));
      if (written) return next(written.href, context);
    }
    return next(specifier, { ...context, conditions: [...context.conditions, 'wenzheng-source'] });
  },
  load(url, context, next) {
    if (!isSource(url)) return next(url, context);
    const filename = fileURLToPath(url);
    return { format: 'module', source: transformSync(readFileSync(filename, 'utf8'), { ...options, filename }).code, shortCircuit: true };
  },
});
