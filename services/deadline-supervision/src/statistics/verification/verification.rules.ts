import { Editions, type WorkingCalendar } from '@wenzheng/working-days';
import { deriveDeadline, registeredOnOf, registrationOf, type DeadlineState } from '../../deadline/deadline.rules.js';
import type { Fact } from '../../deadline/fact.rules.js';
import { policyOn, type Policy } from '../../rulebook/policy/policy.rules.js';
import { digestOf } from '../closing/closing.rules.js';
import { spanOf } from '../period.rules.js';
import { recount, type Recounted, type ToldMessage } from '../recount/recount.rules.js';
import type { ExportedClosing, ExportedCorrection, ExportedMessage, ExportLine } from './export.schema.js';

export interface Verdict {
  period: string;
  /** 0 of the figures that were closed, else the number of a correction. */
  correction: number;
  messages: number;
  /** Where the closed figures are not those of the log. */
  differences: string[];
}

/** Recomputes closed periods once more from an exported log, line after line, and compares. */
export class Verification {
  private span: { from: string; to: string } | undefined;
  private rules: Rules | undefined;
  private readonly periods: { closing: ExportedClosing; correction: number; evidence: ReadonlySet<string>; told: ToldMessage[] }[] = [];
  private previous = '';
  private messages = 0;
  private isWhole = false;

  /** @throws Error for an export that is not one */
  take(line: ExportLine): void {
    if (line.line === 'export') this.span = line;
    else if (line.line === 'rules') this.rules = { policies: line.policies, editions: new Editions(line.notices) };
    else if (line.line === 'closed') this.expect(line, 0, []);
    else if (line.line === 'corrected') this.expectCorrected(line);
    else if (line.line === 'message') this.tell(line);
    else this.isWhole = line.messages === this.messages;
  }

  /** @throws Error unless the export is whole */
  verdicts(): Verdict[] {
    if (!this.isWhole) throw new Error('the export ends before its end, or lacks messages');
    return this.periods.map(({ closing, correction, told }) => {
      const { totals, units, channels, kinds } = closing.figures;
      const closed: Recounted = {
        totals,
        units: units.map(({ unit, ...figures }) => ({ unit, figures })),
        channels: channels.map(({ channel, ...figures }) => ({ channel, figures })),
        kinds: kinds.map(({ kind, ...figures }) => ({ kind, figures })),
      };
      const differences = differencesOf(flat(closed), flat(recount(told, new Date(closing.cutOff))));
      if (digestOf(closing) !== closing.digest) differences.unshift('digest: the closed figures are not those that were signed by it');
      return { period: closing.period, correction, messages: told.length, differences };
    });
  }

  private expect(closing: ExportedClosing, correction: number, evidence: readonly string[]): void {
    const { from, to } = spanOf(closing.period);
    if (this.span && from >= this.span.from && to <= this.span.to) this.periods.push({ closing, correction, evidence: new Set(evidence), told: [] });
  }

  private expectCorrected({ period, number, figures, digest, evidence }: ExportedCorrection): void {
    const closing = this.periods.find((one) => one.correction === 0 && one.closing.period === period)?.closing;
    if (closing) this.expect({ ...closing, figures, digest }, number, evidence);
  }

  private tell(message: ExportedMessage): void {
    if (message.messageId <= this.previous) throw new Error(`${message.messageId} stands twice in the export, or out of its order`);
    if (!this.rules) throw new Error('the export does not begin with its rules');
    this.previous = message.messageId;
    this.messages += 1;
    for (const { closing, evidence, told } of this.periods) {
      const one = toldAt(message, this.rules, closing, evidence);
      if (one) told.push(one);
    }
  }
}

interface Rules {
  policies: readonly Policy[];
  editions: Editions;
}

type Closed = Pick<ExportedClosing, 'period' | 'number' | 'cutOff' | 'calendarVersion'>;

/**
 * A message as a closed period counts it; null for one that was not registered in it, as far as was known.
 * @param evidence events that were heard after the closing and count all the same, as those of a correction
 */
export function toldAt(message: ExportedMessage, rules: Rules, closing: Closed, evidence: ReadonlySet<string>): ToldMessage | null {
  const { from, to } = spanOf(closing.period);
  const state = stateAt(message, rules, closing, evidence);
  if (!state || state.registeredOn < from || state.registeredOn > to) return null;
  return { state, urged: message.urgedAt !== null && message.urgedAt <= closing.cutOff };
}

/** One that had ended when the period was closed bears the calendar with which it ended. */
function stateAt({ messageId, facts, clock }: ExportedMessage, { policies, editions }: Rules, closing: Closed, evidence: ReadonlySet<string>): DeadlineState | null {
  const known = facts.filter(({ eventId, afterClosing }) => afterClosing < closing.number || evidence.has(eventId)).map((fact) => ({ ...fact, messageId }) as unknown as Fact);
  const registration = registrationOf(known);
  if (!registration) return null;
  const pinned = policies.find(({ channel, version }) => channel === registration.channel && version === clock?.policyVersion);
  const policy = pinned ?? policyOn(policies, registration.channel, registeredOnOf(registration));
  const derive = (calendar: WorkingCalendar) => deriveDeadline(known, policy, calendar);
  const state = derive(editions.of(closing.calendarVersion));
  return state && state.ending !== 'open' && clock ? derive(editions.of(clock.calendarVersion)) : state;
}

/** Every figure by its place: `units city.housing answered`. The names of units are not figures. */
function flat({ totals, units, channels, kinds }: Recounted): Map<string, string> {
  const places = new Map<string, string>();
  const put = (place: string, value: unknown): void => {
    if (typeof value === 'object' && value !== null) for (const [name, one] of Object.entries(value)) put(`${place} ${name}`, one);
    else places.set(place, String(value));
  };
  put('totals', totals);
  for (const { unit, figures } of units) put(`units ${unit?.code ?? '-'}`, figures);
  for (const { channel, figures } of channels) put(`channels ${channel}`, figures);
  for (const { kind, figures } of kinds) put(`kinds ${kind ?? '-'}`, figures);
  return places;
}

function differencesOf(closed: Map<string, string>, recounted: Map<string, string>): string[] {
  const places = [...new Set([...closed.keys(), ...recounted.keys()])].sort();
  return places
    .filter((place) => closed.get(place) !== recounted.get(place))
    .map((place) => `${place}: closed ${closed.get(place) ?? 'none'}, by the log ${recounted.get(place) ?? 'none'}`);
}
