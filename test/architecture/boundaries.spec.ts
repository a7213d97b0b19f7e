import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Lints a project, through nx as everyone does, with one more file in it. */
async function lintWith(project: string, file: string, source: string): Promise<{ passed: boolean; output: string }> {
  const probe = path.join(root, file);
  writeFileSync(probe, source, { flag: 'wx' });
  try {
    const { stdout } = await promisify(execFile)(path.join(root, 'node_modules/.bin/nx'), ['lint', project, '--skip-nx-cache', '--output-style=static'], {
      cwd: root,
      env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' },
    });
    return { passed: true, output: stdout };
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return { passed: false, output: stdout + stderr };
  } finally {
    rmSync(probe);
  }
}

describe('the boundary rule bites', () => {
  it.each([
    ['a lib imports one that it may not', '@wenzheng/contracts', 'libs/contracts/src/boundary-probe.ts', "import '@wenzheng/platform';\n", 'enforce-module-boundaries'],
    ['a service imports another service', '@wenzheng/intake', 'services/intake/src/boundary-probe.ts', "import '../../routing/src/main.js';\n", 'enforce-module-boundaries'],
    ['a service imports the testing lib outside a spec', '@wenzheng/routing', 'services/routing/src/boundary-probe.ts', "import '@wenzheng/testing';\n", 'no-restricted-imports'],
    ['rules import a framework', '@wenzheng/routing', 'services/routing/src/boundary-probe.rules.ts', "import '@nestjs/common';\n", 'no-restricted-imports'],
  ])('when %s', async (_, project, file, source, rule) => {
    const { passed, output } = await lintWith(project, file, source);
    expect({ passed, named: output.includes(rule) }).toEqual({ passed: false, named: true });
  });

  it('and lets pass what is allowed', async () => {
    const { passed } = await lintWith('@wenzheng/messaging', 'libs/messaging/src/boundary-probe.ts', "import '@wenzheng/contracts';\n");
    expect(passed).toBe(true);
  });
});

describe('what a project imports, its package.json declares', () => {
  it.each(['libs/working-days', 'libs/contracts', 'libs/platform'])('%s depends on nothing of ours', (project) => {
    const manifest = JSON.parse(readFileSync(path.join(root, project, 'package.json'), 'utf8')) as { dependencies?: object };
    expect(Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@wenzheng/'))).toEqual([]);
  });
});
