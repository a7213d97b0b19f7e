/** For each action the states in which it has a place, and the state that it leads to; without one the state stays. */
export type Lifecycle<State extends string, Action extends string> = Readonly<Record<Action, { from: readonly State[]; to?: State }>>;

/** Null where the action has no place. */
export function stateAfter<State extends string, Action extends string>(lifecycle: Lifecycle<State, Action>, state: State, action: Action): State | null {
  const { from, to = state } = lifecycle[action];
  return from.includes(state) ? to : null;
}
