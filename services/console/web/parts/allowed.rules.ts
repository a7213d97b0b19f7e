import type { AllowedAction } from '../api/clients.js';

type Action = AllowedAction['action'];

/** The service decides: what it does not name nobody of these roles ever does. */
export const isAllowed = (actions: readonly AllowedAction[], action: Action): boolean => actions.some((each) => each.action === action && each.allowed);

export const isKnown = (actions: readonly AllowedAction[], action: Action): boolean => actions.some((each) => each.action === action);

/** The words with which the request would be refused. */
export const whyNot = (actions: readonly AllowedAction[], action: Action): string | null => actions.find((each) => each.action === action)?.reason?.zh ?? null;
