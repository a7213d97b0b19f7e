import { UsageError } from '../commands/arguments.js';
import { gateEvaluation } from './gate.js';
import { routingEvaluation } from './routing.js';

/** One thing that can be evaluated, a file of its own beside this one. */
export interface Evaluation {
  /** What stands behind `npm run evaluate --`. */
  usage: string;
  /** Prints progress and a readable table; what it returns becomes the last line, JSON. */
  run(args: readonly string[]): Promise<object>;
}

const evaluations: Record<string, Evaluation> = { gate: gateEvaluation, routing: routingEvaluation };

/** `npm run evaluate`: how well a method does on labelled rows of one's own; needs no platform that runs. */
export async function evaluate([name = '', ...args]: readonly string[]): Promise<number> {
  const evaluation = Object.hasOwn(evaluations, name) ? evaluations[name] : undefined;
  if (!evaluation) throw new UsageError(Object.values(evaluations).map(({ usage }) => `npm run evaluate -- ${usage}`).join('\n'));
  console.log(JSON.stringify(await evaluation.run(args)));
  return 0;
}
