// Where every npm script begins: on a bare machine with Node 20 and npm it installs, builds, and hands over to the pinned
// Node. It imports nothing that is not in Node itself.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { availableParallelism, constants, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The bootstrap's own needs; everything that it starts runs on the pinned Node, or on one at least as new. */
const oldestNode = 20;
const oldestRuntime = 24;
const ownVersion = Number(process.versions.node.split('.')[0]);
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const bin = path.join(root, 'node_modules', '.bin');
const cli = path.join(root, 'deploy/local/dist/cli.js');
const bench = path.join(root, 'test/dist/bench/main.js');
/** What checks a file, or a portal from outside, or keeps what a portal has signed, beside a platform or without one. */
const verifications = {
  'verify:statistics': path.join(root, 'services/deadline-supervision/dist/verify-statistics.js'),
  'verify:archive': path.join(root, 'services/publication/dist/verify-archive.js'),
  verify: path.join(root, 'services/publication/dist/verify-log.js'),
  checkpoint: path.join(root, 'services/publication/dist/keep-checkpoint.js'),
};

/** Kinds of spec that run at the same time, as many files at once as there are cores. */
const checks = [['unit', 'architecture'], ['integration']];
const runs = { test: [...checks, ['e2e', 'faults']], check: checks };
const commands = ['start', 'test', 'check', 'bench', 'clock', 'import', 'dead-letters', 'republish', 'send', 'hot-issues', 'export:events', ...Object.keys(verifications), 'evaluate'];

/** Nothing that is started from here talks to the network of its own accord. */
const quietEnvironment = {
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
  NX_TUI: 'false',
  NX_INTERACTIVE: 'false',
  npm_config_update_notifier: 'false',
  NO_UPDATE_NOTIFIER: '1',
  SCARF_ANALYTICS: 'false',
};

const [command = 'start', ...args] = process.argv.slice(2);
process.exitCode = await main();

async function main() {
  if (ownVersion < oldestNode) {
    console.error(`Wenzheng needs Node ${oldestNode} or newer to begin; this is ${process.version}. See https://nodejs.org`);
    return 1;
  }
  if (!commands.includes(command)) {
    console.error(`There is no command "${command}". There are: ${commands.join(', ')}`);
    return 2;
  }
  process.chdir(root);
  const counted = command in runs;
  if (!(await install()) || !hasRuntime()) return counted ? summary(0, 1) : 1;
  if (counted) return runSpecs(runs[command]);
  if (command === 'bench') return (await build()) ? handOver([bench, ...args]) : 1;
  // A platform that runs is spoken to by the commands of the build that it runs from; what is evaluated is the sources as they are.
  if ((['start', 'evaluate'].includes(command) || !existsSync(cli)) && !(await build(['--exclude=@wenzheng/test']))) return 1;
  return handOver(command in verifications ? [verifications[command], ...args] : [cli, command, ...args]);
}

/**
 * A first time is `npm ci`, exactly what the lock file says; later ones bring up to date what has changed, without writing
 * the lock file. The latter also helps out where `npm ci` cannot: a registry may lack builds for other systems.
 */
async function install() {
  const lock = path.join(root, 'package-lock.json');
  const installed = path.join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(lock).mtimeMs <= statSync(installed).mtimeMs) return true;
  step('Dependencies 依赖: npm (the first time takes a few minutes)');
  const passed = (!existsSync(installed) && (await npm('ci'))) || (await npm('install', '--no-save'));
  if (!passed) {
    console.error('npm could not install. What it says above is the reason; `npm config get registry` shows where it asks.');
    return false;
  }
  const now = new Date();
  utimesSync(installed, now, now);
  return true;
}

async function npm(...argv) {
  const [program, ...rest] = process.env.npm_execpath?.endsWith('.js') ? [process.execPath, process.env.npm_execpath] : ['npm'];
  return (await run(program, [...rest, ...argv, '--no-audit', '--no-fund', '--loglevel=error'], { stdio: 'inherit' })) === 0;
}

async function build(options = []) {
  step('Build 构建: what has changed since the last time');
  return nx(['build'], options);
}

async function nx(targets, options = []) {
  const { code, output } = await capture(path.join(bin, 'nx'), ['run-many', '-t', ...targets, ...options]);
  if (code !== 0) console.error(`${output}\n${targets.join(' or ')} failed`);
  return code === 0;
}

/** Build, lint and every kind of spec; the last line is the count of test cases. */
async function runSpecs(wanted) {
  let passed = 0;
  let failed = 0;
  step('Build and lint 构建、代码检查: what has changed, style, and the boundaries between projects');
  if (!(await nx(['build', 'lint']))) {
    // Specs of what cannot be built say nothing; lint's complaints do not keep them from running.
    if (!(await build())) return summary(0, 1);
    failed += 1;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'wenzheng-results-'));
  try {
    for (const kinds of wanted) {
      step(`Specs 测试: ${kinds.join(', ')}`);
      const result = await runKinds(kinds, path.join(folder, `${kinds.join('-')}.json`));
      passed += result.passed;
      failed += result.failed;
      if (result.stopped) break;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return summary(passed, failed);
}

async function runKinds(kinds, outputFile) {
  const sized = args.some((argument) => /^(-i|--runInBand|-w|--maxWorkers)/.test(argument));
  const code = await run(
    pinnedNode(),
    [
      'node_modules/jest/bin/jest.js',
      '-c',
      'test/jest.config.mjs',
      '--selectProjects',
      ...kinds,
      '--passWithNoTests',
      '--json',
      `--outputFile=${outputFile}`,
      ...(sized ? [] : [`--maxWorkers=${availableParallelism()}`]),
      ...args,
    ],
    // --json prints the results as well as writing them; people read Jest's other output.
    { stdio: ['inherit', 'ignore', 'inherit'] },
  );
  const stopped = code > 128;
  if (!existsSync(outputFile)) return { passed: 0, failed: 1, stopped };
  const results = JSON.parse(readFileSync(outputFile, 'utf8'));
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  // A run can fail with every case passed: a broken set-up, an obsolete snapshot.
  return { passed: results.numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed, stopped };
}

function summary(passed, failed) {
  if (passed + failed === 0) console.error('No spec ran.');
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 || passed === 0 ? 1 : 0;
}

function handOver(argv) {
  return run(pinnedNode(), argv, { stdio: 'inherit' });
}

/** The Node that the lock file pins, where there is one for this system. */
function pinnedNode() {
  const pinned = path.join(bin, 'node');
  return existsSync(pinned) ? pinned : process.execPath;
}

function hasRuntime() {
  if (existsSync(path.join(bin, 'node')) || ownVersion >= oldestRuntime) return true;
  console.error(
    `The pinned Node ${oldestRuntime} did not come with npm install (it is an optional package, made for Linux on x64 and arm64; ` +
      `is npm set to omit those?). Node ${oldestRuntime} or newer of your own does as well; this is ${process.version}.`,
  );
  return false;
}

function step(text) {
  console.log(text);
}

function run(program, argv, options) {
  return new Promise((resolve) => {
    const child = spawn(program, argv, { cwd: root, env: childEnvironment(), ...options });
    // Whoever started us may signal us alone; the child decides what a signal means.
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const forward = (signal) => child.kill(signal);
    for (const signal of signals) process.on(signal, forward);
    const finish = (code) => {
      for (const signal of signals) process.off(signal, forward);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      finish(1);
    });
    child.once('close', (code, signal) => finish(code ?? 128 + (constants.signals[signal] ?? 0)));
    options.onSpawn?.(child);
  });
}

async function capture(program, argv) {
  const parts = [];
  const collect = (part) => parts.push(part);
  const code = await run(program, argv, {
    stdio: ['ignore', 'pipe', 'pipe'],
    onSpawn(child) {
      child.stdout.on('data', collect);
      child.stderr.on('data', collect);
    },
  });
  return { code, output: Buffer.concat(parts).toString('utf8') };
}

/** Programs of the checkout first, the pinned Node among them; what it compiles of them it keeps for the next start. */
function childEnvironment() {
  const compiled = path.join(root, 'node_modules', '.cache', 'node');
  return { NODE_COMPILE_CACHE: compiled, ...process.env, ...quietEnvironment, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` };
}
