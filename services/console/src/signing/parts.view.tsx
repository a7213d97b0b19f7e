import { businessDateOf, type WorkingCalendar } from '@wenzheng/working-days';
import { chineseDates, deadlineSentence, timeOfDay } from '@wenzheng/wording';
import type { ComponentChildren } from 'preact';
import { dateOf, timeLeft, viewOfDeadline, type KnownDeadline, type TimeLeft, type Urgency } from '../page/deadline.rules.js';
import { stateShapes } from '../page/state-shapes.js';
import type { Place, Waiting } from './signing-case.js';
import { answerId, type Typed } from './decision-form.rules.js';

/** Business time, and the days that are worked. */
export interface Today {
  now: Date;
  calendar: WorkingCalendar;
}

/** 10:15 of today, 11月23日10:15 of another day. */
export function whenWords(instant: string, { now }: Pick<Today, 'now'>): string {
  const [date, today] = [dateOf(instant), businessDateOf(now)];
  return `${date === today ? '' : chineseDates.short(date, Number(today.slice(0, 4)))}${timeOfDay(new Date(instant))}`;
}

const Mark = ({ of }: { of: Urgency }) => <svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{stateShapes[of].map((path) => <path d={path} key={path} />)}</svg>;
const tones: Readonly<Record<Urgency, string>> = { calm: 'green', soon: 'yellow', late: 'red', review: 'purple', done: 'green', ended: 'grey' };

export function DueTag({ left }: { left: TimeLeft }) {
  return <span class={`tag ${tones[left.urgency]}`}><Mark of={left.urgency} /> {left.text || left.status}</span>;
}

/** Nothing that is open asks when it was registered. */
export const leftOf = ({ submittedAt, replyDueOn, finalDueOn }: Waiting, { now, calendar }: Today): TimeLeft =>
  timeLeft({ registeredOn: dateOf(submittedAt), replyDueOn, finalDueOn, provisional: false, assigned: true }, now, calendar);

/** What the reader of one item sees first: how much time is left, and how many wait. */
export function TimeStrip({ deadline, place, today }: { deadline: KnownDeadline | null; place: Place | null; today: Today }) {
  const view = deadline && viewOfDeadline(deadline);
  const left = view && timeLeft(view, today.now, today.calendar);
  return (
    <div class={`strip time ${left ? tones[left.urgency] : 'grey'}`}>
      <p class="first">
        <strong>{left ? <><Mark of={left.urgency} /> {left.text || left.status}</> : '暂时无法取得办理时限'}</strong>
        {place ? <span>{`第${place.at}件，共${place.of}件`}</span> : null}
      </p>
      {view ? <p>{deadlineSentence(view, today.now, today.calendar)}</p> : null}
    </div>
  );
}

export function Notice({ tone, children }: { tone: 'green' | 'yellow' | 'red'; children: ComponentChildren }) {
  return <div class={`strip ${tone}`} role={tone === 'green' ? 'status' : 'alert'}><p>{children}</p></div>;
}

/** What goes with every form about one draft: whose page it is, what was read, and which deed it is. */
export function FormBasics({ csrf, typed }: { csrf: string; typed: Typed }) {
  return (
    <>
      <input type="hidden" name="_csrf" value={csrf} />
      <input type="hidden" name="version" value={String(typed.version)} />
      <input type="hidden" name="key" value={typed.key} />
    </>
  );
}

/** All that was typed, to go on or to go back with. */
export function Carried({ typed }: { typed: Typed }) {
  return (
    <>
      {typed.quick.map((one) => <input type="hidden" name="quick" value={one} key={one} />)}
      {typed.reason ? <input type="hidden" name="reason" value={typed.reason} /> : null}
      {typed.to ? <input type="hidden" name="to" value={typed.to} /> : null}
      {typed.answers.map(({ finding, reason }) => [
        <input type="hidden" name="finding" value={finding} key={finding} />,
        <input type="hidden" name="answer" value={reason} key={answerId(finding)} />,
      ])}
    </>
  );
}
