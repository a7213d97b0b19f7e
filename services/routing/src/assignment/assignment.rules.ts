import type { ChannelName, MessageKind } from '@wenzheng/contracts';
import type { RoutingProblemCode } from '../problems.js';
import { endOfBusinessDate, businessDateOf, type WorkingCalendar } from '@wenzheng/working-days';
import type { LearnedDecision } from '../suggestion/suggestion.rules.js';
import type { AssignedBy, HoldingPenReason } from '../message/message-state.rules.js';
import { lacking, type Lack, type Remit, type Unit, type UnitTree } from '../unit/unit-tree.rules.js';
import { nameKey } from '../unit/unit-name.rules.js';
import { findRemits, reasonOf, winnerOf, type RemitHit } from '../unit/remit.rules.js';

export interface Assigned {
  kind: 'assigned';
  unit: Unit;
  by: AssignedBy;
  reason: string;
  /** The item of the duty catalogue that it rests on. */
  duty: DutyCitation | null;
  /** Of what was learned, where that decided. */
  modelVersion?: number;
}

export interface DutyCitation {
  item: string;
  version: number;
}

export interface Waiting {
  kind: 'holding-pen';
  reason: HoldingPenReason;
  /** For the information office: the units in question. */
  detail: string;
}

export interface Assignable {
  kind: MessageKind | null;
  title: string;
  text: string;
  addressedUnit: string | null;
  historical: boolean;
}

/** The session in which a question was asked. */
export interface AskedSession {
  channel: string;
  unitCode: string;
  unitName: string;
}

/** 凡属上线单位受理的问题，一律不得推诿 (R18): what a session's question says otherwise, or whom it addresses, does not count. */
export function decideForSession({ channel }: { channel: ChannelName }, session: AskedSession | undefined, tree: UnitTree): Assigned | Waiting {
  if (!session || session.channel !== channel) return { kind: 'holding-pen', reason: 'session-unknown', detail: '尚不知道是哪一场访谈（座谈会）' };
  const unit = tree.get(session.unitCode);
  if (!unit) return { kind: 'holding-pen', reason: 'addressed-unit-unknown', detail: `${session.unitName}不在单位名录中` };
  return toAnswerable(unit, 'addressed', `${session.channel === 'forum' ? '座谈会' : '访谈'}上线单位，首问负责`, null);
}

/**
 * 分派: which unit, or the holding pen. Nothing is ever dropped.
 * @param learned asked where neither the writer nor the duties say whose it is
 */
export function decideAssignment(message: Assignable, tree: UnitTree, learned: (hits: readonly RemitHit[]) => LearnedDecision | undefined = () => undefined): Assigned | Waiting {
  if (message.historical) return decideHistorical(message, tree);
  if (message.kind === 'report') return { kind: 'holding-pen', reason: 'report-of-wrongdoing', detail: '举报，由信息办分派' };
  const addressed = tree.addressed(message.addressedUnit);
  if (addressed) return toAnswerable(addressed, 'addressed', '来信人指定该单位', null);
  if (nameKey(message.addressedUnit ?? '') !== '') return { kind: 'holding-pen', reason: 'addressed-unit-unknown', detail: '来信人指定的单位不在单位名录中' };
  const hits = findRemits(message, tree);
  const winner = winnerOf(hits, tree);
  if (winner) return toAnswerable(winner.unit, 'remit', reasonOf(winner), citationOf(winner.remit));
  const likely = learned(hits);
  if (likely) return { kind: 'assigned', unit: likely.unit, by: 'learned', reason: likely.reason, duty: null, modelVersion: likely.modelVersion };
  if (hits.length === 0) return { kind: 'holding-pen', reason: 'no-remit', detail: '没有单位的职责相符' };
  const tied = hits.filter((hit) => hit.score === hits[0]?.score).slice(0, 5);
  return { kind: 'holding-pen', reason: 'remits-tie', detail: `职责相当：${tied.map((hit) => hit.unit.name).join('、')}` };
}

/** 落实专人负责 (R02): a unit without an active web admin and a backup gets nothing; the information office decides. */
function toAnswerable(unit: Unit, by: AssignedBy, reason: string, duty: DutyCitation | null): Assigned | Waiting {
  const [lack] = lacking(unit);
  if (lack === undefined) return { kind: 'assigned', unit, by, reason, duty };
  return { kind: 'holding-pen', reason: `unit-without-${lack}`, detail: `${unit.name}没有${lackNames[lack]}` };
}

const lackNames: Record<Lack, string> = { 'web-admin': '在岗的网管员', backup: '在岗的备岗网管员' };

const citationOf = ({ item, version }: Remit): DutyCitation => ({ item, version });

/** The past needs a place, not an answer: only a report of wrongdoing that complains of a unit, and so of the city above it, has none but the office's holding pen. */
function decideHistorical(message: Assignable, tree: UnitTree): Assigned | Waiting {
  if (isComplainedOf(message, tree.root.code, tree)) return { kind: 'holding-pen', reason: 'report-of-wrongdoing', detail: '历史举报，涉及本市单位，由信息办保管' };
  const addressed = message.kind === 'report' ? undefined : tree.addressed(message.addressedUnit);
  if (addressed) return { kind: 'assigned', unit: addressed, by: 'import', reason: '历史数据，来信人指定该单位', duty: null };
  const winner = message.kind === 'report' ? undefined : winnerOf(findRemits(message, tree), tree);
  if (winner) return { kind: 'assigned', unit: winner.unit, by: 'import', reason: `历史数据，${reasonOf(winner)}`, duty: citationOf(winner.remit) };
  return { kind: 'assigned', unit: tree.root, by: 'import', reason: '历史数据，归入市级', duty: null };
}

/** Of a message: against whom it is, if it is a report of wrongdoing 举报. */
export type Complaint = Pick<Assignable, 'kind' | 'addressedUnit' | 'title' | 'text'>;

/**
 * Whether a report of wrongdoing would go to a unit that it complains of: one that it addresses, or names in title or text by its name, an alias or a former name; or to one above
 * or below such a unit. The city itself is above and below all: named alone, as in “请市政府查处”, it keeps nobody but itself out; addressed, everybody.
 */
export function isComplainedOf(message: Complaint, unit: string, tree: UnitTree): boolean {
  if (message.kind !== 'report') return false;
  const addressed = tree.addressed(message.addressedUnit);
  const named = tree.namedIn(`${message.title}\n${message.text}`);
  if (named.includes(tree.root) && unit === tree.root.code) return true;
  return [...(addressed ? [addressed] : []), ...named.filter((one) => one !== tree.root)].some(({ code }) => tree.isWithin(unit, code) || tree.isWithin(code, unit));
}

/** Working days in which the office empties the holding pen, and in which a unit may return. Both `default`: the regulation is silent. */
const holdingPenWorkingDays = 1;
const returnWorkingDays = 1;

/** The instant by which a person decides. Null where the calendar does not reach. */
export const holdingPenDueAt = (since: Date, calendar: WorkingCalendar): Date | null => endOfWorkingDay(since, holdingPenWorkingDays, calendar);

/** 退回 is in time strictly before this instant. */
export const returnUntil = (assignedAt: Date, calendar: WorkingCalendar): Date | null =>
  endOfWorkingDay(assignedAt, returnWorkingDays, calendar);

const isFirstAsked = ({ firstAsked, assignedBy, unitCode }: { firstAsked: string | null; assignedBy: AssignedBy | null; unitCode: string | null }): boolean =>
  firstAsked === null ? assignedBy !== 'office' : firstAsked === unitCode;

/** Why a message may not be returned, whatever is said for it. */
export function returnRefusal(
  message: { channel: ChannelName; designated: boolean; unitCode: string | null; assignedAt: Date | null; assignedBy: AssignedBy | null; firstAsked: string | null },
  now: Date,
  calendar: WorkingCalendar,
): { code: Extract<RoutingProblemCode, 'routing.first-asked-unit-cannot-return' | 'routing.designation-is-final' | 'routing.return-window-closed'>; parameters: { until: string } | Record<string, never> } | null {
  const { channel, designated, assignedAt } = message;
  // 实行首问负责制，凡属上线单位受理的问题，一律不得推诿 (R18). What the office gave to another is no such question of that unit's.
  if (channel === 'interview' && isFirstAsked(message)) return { code: 'routing.first-asked-unit-cannot-return', parameters: {} };
  if (designated) return { code: 'routing.designation-is-final', parameters: {} };
  const until = assignedAt && returnUntil(assignedAt, calendar);
  if (until && now < until) return null;
  return { code: 'routing.return-window-closed', parameters: { until: until ? `${businessDateOf(new Date(until.getTime() - 1))} 24:00` : '-' } };
}

function endOfWorkingDay(from: Date, days: number, calendar: WorkingCalendar): Date | null {
  const { dueOn } = calendar.addWorkingDays(businessDateOf(from), days);
  return dueOn === null ? null : endOfBusinessDate(dueOn);
}
