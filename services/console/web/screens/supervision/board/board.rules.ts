/** What is overdue, by the unit that owes the answer. */
export interface OverdueLine {
  messageId: string;
  unit: { code: string; name: string } | null;
  deadline: { replyDueOn: string | null; escalationLevel: number | null };
}

export interface UnitGroup<Line extends OverdueLine> {
  code: string;
  name: string;
  lines: Line[];
  /** The earliest due date of the group. */
  since: string | null;
  /** How many stand at levels 1, 2 and 3. */
  levels: [number, number, number];
}

/** The unit with the most first, among equals the one that has been overdue longest. */
export function groupsOf<Line extends OverdueLine>(lines: readonly Line[]): UnitGroup<Line>[] {
  const groups = new Map<string, UnitGroup<Line>>();
  for (const line of lines) {
    const { code, name } = line.unit ?? { code: '', name: '尚未确定单位' };
    const group = groups.get(code) ?? { code, name, lines: [], since: null, levels: [0, 0, 0] };
    groups.set(code, group);
    group.lines.push(line);
    const { replyDueOn, escalationLevel } = line.deadline;
    if (replyDueOn !== null && (group.since === null || replyDueOn < group.since)) group.since = replyDueOn;
    if (escalationLevel !== null && escalationLevel >= 1 && escalationLevel <= 3) group.levels[(escalationLevel - 1) as 0 | 1 | 2] += 1;
  }
  return [...groups.values()].toSorted((one, other) => other.lines.length - one.lines.length || (one.since ?? '9').localeCompare(other.since ?? '9'));
}
