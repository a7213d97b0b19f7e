import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Resolves when a server that a spec has started, and unreferenced, has ended; at once where there is none, or it has ended by itself. */
export async function endChild(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}
