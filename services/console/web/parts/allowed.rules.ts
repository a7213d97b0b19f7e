/** An action as a service tells of it: whether this person may do it now, and if not, in which words it would be refused. */
export interface Allowed<Action extends string = string> {
  action: Action;
  allowed: boolean;
  reason?: { zh: string } | null;
}

/** The service decides: what it does not name nobody of these roles ever does. */
export const isAllowed = <Action extends string>(actions: readonly Allowed<Action>[], action: Action): boolean => actions.some((each) => each.action === action && each.allowed);

export const isKnown = <Action extends string>(actions: readonly Allowed<Action>[], action: Action): boolean => actions.some((each) => each.action === action);

/** The words with which the request would be refused. */
export const whyNot = <Action extends string>(actions: readonly Allowed<Action>[], action: Action): string | null => actions.find((each) => each.action === action)?.reason?.zh ?? null;
