import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { deployedServices } from '@wenzheng/contracts';
import ts from 'typescript';
import { houses } from './houses.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const projects = [...new Set(tracked.filter((file) => /^(services|libs)\/[^/]+\/package\.json$/.test(file)).map((file) => path.dirname(file)))];
const sources = tracked.filter((file) => /^(services|libs)\/.*\.tsx?$/.test(file));
const runtime = sources.filter((file) => !/\.(spec|fixture)\.tsx?$|^libs\/testing\//.test(file));

describe('the house', () => {
  it('has its fixed top level', () => {
    const top = new Set(tracked.map((file) => file.split('/')[0]!).filter((name) => !name.startsWith('.')));
    expect([...top].sort()).toEqual(
      ['LICENSE', 'README.md', 'deploy', 'libs', 'nx.json', 'package-lock.json', 'package.json', 'services', 'test', 'tsconfig.base.json'].sort(),
    );
  });

  it.each(projects)('%s has a README', (project) => {
    expect(existsSync(path.join(root, project, 'README.md'))).toBe(true);
  });

  it.each(projects)('%s says to the boundary rule what it is', (project) => {
    const { nx } = JSON.parse(read(`${project}/package.json`)) as { nx?: { tags?: string[] } };
    expect(nx?.tags).toContain(project.startsWith('libs/') ? 'type:lib' : 'type:service');
  });

  it('has specs of three kinds alone, told by their names', () => {
    const specs = tracked.filter((file) => /\.spec\.tsx?$/.test(file));
    const misnamed = specs.filter((file) => !/\.(unit|int|e2e)\.spec\.tsx?$/.test(file) && !/^test\/(architecture|deployment)\//.test(file));
    expect(misnamed).toEqual([]);
  });

  it('holds no binary, generated output or data folder', () => {
    expect(tracked.filter((file) => /(^|\/)(dist|node_modules|\.wenzheng|coverage)\//.test(file))).toEqual([]);
  });
});

// Schemas share a database: what is told or locked without one's name concerns the others.
it('advisory locks and notifications name the schema that they are of', () => {
  const statements = runtime.flatMap((file) => (read(file).match(/\bpg_(?:try_)?advisory_[^`]*|\bpg_notify\([^`]*|Lock = `[^`]*/g) ?? []).map((text) => ({ file, text })));
  expect(statements.length).toBeGreaterThan(15);
  const isNamedElsewhere = (text: string) => /^pg_advisory_\w+\(\$\{\w+Lock\}\)$/.test(text);
  expect(statements.filter(({ text }) => !/current_schema\(\)|TG_TABLE_SCHEMA/.test(text) && !isNamedElsewhere(text))).toEqual([]);
});

describe('the lock file', () => {
  interface Locked {
    optionalDependencies?: Record<string, string>;
  }
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };

  // Else npm adds them on a first start, and `npm ci` refuses.
  it('holds what other systems need as well', () => {
    const wanted = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) => Object.keys(optionalDependencies).map((name) => ({ place, name })));
    expect(wanted.length).toBeGreaterThan(50);
    expect(wanted.filter(({ place, name }) => !foldersAbove(place).some((folder) => `${folder}node_modules/${name}` in packages))).toEqual([]);
  });

  /** Where Node looks for what a package in this place needs. */
  function foldersAbove(place: string): string[] {
    const parts = place === '' ? [] : place.split('/');
    return [...parts.keys()].map((index) => `${parts.slice(0, parts.length - index).join('/')}/`).concat('');
  }
});

it('every service stands on floors', () => {
  expect(houses.map(({ service }) => service)).toEqual([...deployedServices]);
});

describe.each(houses)('the wings of $service', ({ service, floors }) => {
  const src = `services/${service}/src`;
  const wings = floors.flat();

  it('are the folders of its sources, each listed once', () => {
    const folders = new Set(sources.filter((file) => file.startsWith(`${src}/`)).map((file) => file.slice(src.length + 1).split('/')).filter(({ length }) => length > 1).map(([folder]) => folder!));
    expect(wings.toSorted()).toEqual([...folders].toSorted());
  });

  it.each(wings)('%s has its module', (wing) => {
    expect(existsSync(path.join(root, src, wing, `${wing}.module.ts`))).toBe(true);
  });
});

describe('imports between files', () => {
  // Types count: where a type goes in circles, so does who reads.
  const importsOf = new Map(sources.map((file) => [file, ts.preProcessFile(read(file), true, true).importedFiles.flatMap(({ fileName }) => sourceOf(file, fileName))]));

  it('go in no circles', () => {
    expect(sources.length).toBeGreaterThan(400);
    expect([...importsOf.values()].flat().length).toBeGreaterThan(1000);
    expect(circlesOf(importsOf)).toEqual([]);
  });

  it('would be caught if they did', () => {
    const graph = new Map([['a', ['b', 'd']], ['b', ['c']], ['c', ['b']], ['d', ['d', 'a']]]);
    expect(circlesOf(graph)).toEqual([['b', 'c', 'b'], ['d', 'd'], ['a', 'd', 'a']]);
  });
});

/** The source file of ours that a relative import means. */
function sourceOf(file: string, target: string): string[] {
  if (!target.startsWith('.')) return [];
  const meant = path.posix.join(path.posix.dirname(file), target).replace(/\.js$/, '');
  return [`${meant}.ts`, `${meant}.tsx`].filter((candidate) => sources.includes(candidate));
}

/** A circle for each import that leads back to a file on the way to it. */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) return void circles.push([...way.slice(way.indexOf(file)), file]);
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...way, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return circles;
}

describe('time is a value', () => {
  // Real time stays real for tokens, leases, back-off and retention; business time comes from the Clock alone.
  it('rules read no clock', () => {
    const reading = sources.filter((file) => file.endsWith('.rules.ts')).filter((file) => /Date\.now\(|new Date\(\)|performance\.now/.test(read(file)));
    expect(reading).toEqual([]);
  });

  it('only main.ts makes the real business clock, and in a thread of the service its own file does', () => {
    const making = runtime.filter((file) => file.startsWith('services/') && /\bsystemClock\b|new ControllableClock/.test(read(file)));
    expect(making.filter((file) => !/\/(main|clock|[\w-]+\.worker)\.ts$/.test(file))).toEqual([]);
  });

  it.each(['services'])('no SQL of the %s decides by now()', (folder) => {
    const deciding = runtime.filter((file) => file.startsWith(folder)).filter((file) => /(?<![.\w])now\(\)|\bcurrent_timestamp\b|\bcurrent_date\b/i.test(withoutComments(read(file))));
    expect(deciding).toEqual([]);
  });
});

// A pile of marks takes the square of its height: redaction alone goes character by character.
it('what people write is normalised by `nfkc` alone', () => {
  const normalising = runtime.filter((file) => /\.normalize\(/.test(read(file)));
  expect(normalising).toEqual(['libs/contracts/src/vocabulary.ts', 'libs/redaction/src/plain-text.ts']);
});

describe('services meet in events and HTTP, and nowhere else', () => {
  it('no SQL names another schema', () => {
    const schemas = /\b(FROM|JOIN|INTO|UPDATE|TABLE)\s+"?(intake|routing|publication|deadline_supervision|console)"?\./i;
    expect(runtime.filter((file) => schemas.test(read(file)))).toEqual([]);
  });
});

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '').replace(/--.*$/gm, '');
}
