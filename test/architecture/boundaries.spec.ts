import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { houses } from './houses.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Probe {
  name: string;
  project: string;
  file: string;
  imports: string[];
  /** The rule that must refuse each of the imports; none where all are allowed. */
  refusedBy?: string;
}

const probes: Probe[] = [
  { name: 'a lib imports one that it may not', project: 'contracts', file: 'libs/contracts/src/probe.ts', imports: ['@wenzheng/platform'], refusedBy: '@nx/enforce-module-boundaries' },
  { name: 'a service imports another service', project: 'intake', file: 'services/intake/src/probe.ts', imports: ['../../routing/src/main.js'], refusedBy: '@nx/enforce-module-boundaries' },
  { name: 'a service imports the testing lib outside a spec', project: 'routing', file: 'services/routing/src/probe.ts', imports: ['@wenzheng/testing'], refusedBy: 'no-restricted-imports' },
  { name: 'rules import a framework', project: 'routing', file: 'services/routing/src/probe.rules.ts', imports: ['@nestjs/common'], refusedBy: 'no-restricted-imports' },
  { name: 'a lib imports one that it may', project: 'messaging', file: 'libs/messaging/src/probe.ts', imports: ['@wenzheng/contracts'] },
  ...houses.flatMap(({ service, floors }): Probe[] => {
    const lowest = floors[0]!;
    const highest = floors.at(-1)!;
    const among = (wing: string, file: string) => ({ project: service, file: `services/${service}/src/${wing}/${file}` });
    const moduleOf = (wing: string) => `../${wing}/${wing}.module.js`;
    const beside = floors.find((floor) => floor.length > 1);
    const top = ['main', 'entities', 'migrations', `${service}.module`].map((file) => `../${file}.js`);
    return [
      { name: `a wing of ${service} imports a higher one`, ...among(lowest[0]!, 'upwards-probe.ts'), imports: highest.map(moduleOf), refusedBy: 'wenzheng/wings' },
      ...(beside ? [{ name: `a wing of ${service} imports one of its own floor`, ...among(beside[0]!, 'beside-probe.ts'), imports: beside.slice(1).map(moduleOf), refusedBy: 'wenzheng/wings' }] : []),
      { name: `a wing of ${service} imports what puts the house together`, ...among(highest[0]!, 'top-probe.ts'), imports: top, refusedBy: 'wenzheng/wings' },
      { name: `a folder of ${service} is no wing`, ...among('cellar', 'probe.ts'), imports: [], refusedBy: 'wenzheng/wings' },
      { name: `a wing of ${service} imports lower ones and the ground`, ...among(highest[0]!, 'down-probe.ts'), imports: [...lowest.map(moduleOf), '../tokens.js', '../config.js', '../problems.js'] },
    ];
  }),
];

/** What lint says of each probe: the rules that it names, sorted. All are linted in one run, through nx as everyone does. */
async function lint(): Promise<Map<string, string[]>> {
  const folders = new Set(probes.map(({ file }) => path.dirname(path.join(root, file))).filter((folder) => !existsSync(folder)));
  try {
    for (const folder of folders) mkdirSync(folder);
    for (const { file, imports } of probes) writeFileSync(path.join(root, file), imports.map((target) => `import '${target}';\n`).join('') || 'export {};\n', { flag: 'wx' });
    const projects = [...new Set(probes.map(({ project }) => `@wenzheng/${project}`))].join();
    const output = await outputOf(path.join(root, 'node_modules/.bin/nx'), ['run-many', '-t', 'lint', '-p', projects, '--skip-nx-cache', '--output-style=static']);
    return new Map(probes.map(({ file }) => [file, rulesNamedOf(file, output)]));
  } finally {
    for (const { file } of probes) rmSync(path.join(root, file), { force: true });
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
}

async function outputOf(program: string, argv: string[]): Promise<string> {
  const environment = { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '', FORCE_COLOR: '0' };
  return promisify(execFile)(program, argv, { cwd: root, env: environment }).then(
    ({ stdout }) => stdout,
    ({ stdout = '', stderr = '' }: { stdout?: string; stderr?: string }) => stdout + stderr,
  );
}

/** ESLint writes the file's name on a line of its own, and below it a line for each problem, the rule last. */
function rulesNamedOf(file: string, output: string): string[] {
  const lines = output.split('\n').map((line) => line.trim());
  const from = lines.indexOf(path.join(root, file));
  if (from === -1) return [];
  const problems = lines.slice(from + 1, lines.findIndex((line, index) => index > from && line === ''));
  return problems.map((line) => line.split(/\s+/).at(-1)!);
}

describe('the boundary rules bite', () => {
  let named: Map<string, string[]>;
  beforeAll(async () => {
    named = await lint();
  }, 300_000);

  it.each(probes.filter(({ refusedBy }) => refusedBy))('when $name', ({ file, imports, refusedBy }) => {
    expect(named.get(file)).toEqual((imports.length > 0 ? imports : ['the folder']).map(() => refusedBy));
  });

  it.each(probes.filter(({ refusedBy }) => !refusedBy))('and not when $name', ({ file }) => {
    expect(named.get(file)).toEqual([]);
  });
});

describe('what a project imports, its package.json declares', () => {
  it.each(['libs/working-days', 'libs/redaction', 'libs/text', 'libs/paper', 'libs/contracts', 'libs/platform'])('%s depends on nothing of ours', (project) => {
    const manifest = JSON.parse(readFileSync(path.join(root, project, 'package.json'), 'utf8')) as { dependencies?: object };
    expect(Object.keys(manifest.dependencies ?? {}).filter((name) => name.startsWith('@wenzheng/'))).toEqual([]);
  });

  it('libs/gate depends on contracts and redaction alone', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'libs/gate/package.json'), 'utf8')) as { dependencies?: object };
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(['@wenzheng/contracts', '@wenzheng/redaction']);
  });

  it('libs/imports depends on contracts and platform alone', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'libs/imports/package.json'), 'utf8')) as { dependencies?: object };
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(['@wenzheng/contracts', '@wenzheng/platform']);
  });

  it('libs/wording depends on working-days alone', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'libs/wording/package.json'), 'utf8')) as { dependencies?: object };
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(['@wenzheng/working-days']);
  });
});
