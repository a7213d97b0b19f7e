import { UsageError } from './commands/arguments.js';
import { clock } from './time/clock.js';
import { deadLetters, republish } from './commands/dead-letters.js';
import { hotIssues } from './hot-issues/hot-issues.js';
import { exportEvents } from './commands/export-events.js';
import { send } from './commands/send.js';
import { importMessages } from './import/import.js';

type Command = (args: readonly string[]) => Promise<number>;

const commands: Record<string, Command> = {
  // The platform brings NestJS and the OpenID provider along, what is evaluated a dictionary; the other commands do without.
  start: async (args) => (await import('./commands/start.js')).start(args),
  clock,
  'dead-letters': deadLetters,
  republish,
  send,
  import: importMessages,
  'hot-issues': hotIssues,
  'export:events': exportEvents,
  evaluate: async (args) => (await import('./evaluate/evaluate.js')).evaluate(args),
};

const [name = '', ...args] = process.argv.slice(2);
try {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`there is no command "${name}": ${Object.keys(commands).join(', ')}`);
  process.exitCode = await command(args);
} catch (error) {
  const { message } = error instanceof Error ? error : new Error(String(error));
  console.error(process.env.DEBUG ? error : `\n${message}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
// Whatever is still open by then was not worth waiting for.
setTimeout(() => process.exit(), 10_000).unref();
