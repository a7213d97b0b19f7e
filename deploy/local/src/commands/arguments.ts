/** A command line that cannot be understood; the message is what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Arguments {
  positional: string[];
  /** `--channel board` or `--channel=board`; the last one counts. */
  values: Map<string, string>;
  flags: Set<string>;
}

/** @throws UsageError for an option that the command does not have */
export function argumentsOf(
  args: readonly string[],
  known: { values?: readonly string[]; flags?: readonly string[] } = {},
): Arguments {
  const result: Arguments = { positional: [], values: new Map(), flags: new Set() };
  for (let index = 0; index < args.length; index++) {
    const argument = args[index] ?? '';
    if (!argument.startsWith('--')) {
      result.positional.push(argument);
      continue;
    }
    const [name = '', inline] = split(argument.slice(2));
    if (known.flags?.includes(name) && inline === undefined) result.flags.add(name);
    else if (known.values?.includes(name)) {
      const value = inline ?? args[++index];
      if (value === undefined) throw new UsageError(`--${name} needs a value`);
      result.values.set(name, value);
    } else throw new UsageError(`there is no option ${argument}`);
  }
  return result;
}

function split(option: string): [string, string | undefined] {
  const equals = option.indexOf('=');
  return equals < 0 ? [option, undefined] : [option.slice(0, equals), option.slice(equals + 1)];
}
