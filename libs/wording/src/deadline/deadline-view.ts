import type { BusinessDate, CloseOfBusiness } from '@wenzheng/working-days';
import type { endingWords } from '../message.js';

/** An instant, as a Date or in ISO 8601 with a zone. */
export type Instant = Date | string;

/** 延期说明: one per message. It moves the due date once it is published, if it was submitted in time. */
export interface ExtensionView {
  readonly submittedOn: BusinessDate;
  readonly publishedOn?: BusinessDate;
  /** The date promised; the cap if absent. A date later than the cap counts as the cap. */
  readonly newDueOn?: BusinessDate;
  /** Submitted before the end of 应答复日. */
  readonly timely: boolean;
}

/** What has to be known of a message to say how its deadline stands. The caller leaves out what has not happened. */
export interface DeadlineView {
  /** The unit that answers; 承办单位 if absent. */
  readonly unitName?: string;
  /** Day zero, unless `sessionOn` is given. */
  readonly registeredOn: BusinessDate;
  /** 应答复日 before any extension; null if it cannot be known. */
  readonly replyDueOn: BusinessDate | null;
  /** 最迟答复日, the cap that nothing moves; null if it cannot be known. */
  readonly finalDueOn: BusinessDate | null;
  /** The due date in force was computed through a day that a notice not loaded may change. */
  readonly provisional: boolean;
  readonly extension?: ExtensionView;
  /** 阶段性回复: published, and stops nothing. */
  readonly interimPublished?: boolean;
  /** When the unit submitted the answer that is in review or published. Absent again once it is returned. */
  readonly submittedAt?: Instant;
  readonly reviewDueOn?: BusinessDate;
  readonly publishedAt?: Instant;
  /** `open` if absent. */
  readonly ending?: keyof (typeof endingWords)['zh'];
  /** The day of an ending that is not an answer. */
  readonly endedOn?: BusinessDate;
  /** The sentence is for people who may not read the message. */
  readonly private?: boolean;
  /** False in the holding pen 待分拨. */
  readonly assigned: boolean;
  readonly closeOfBusiness?: CloseOfBusiness;
  /** Asked before or during a live session: its day is day zero. */
  readonly sessionOn?: BusinessDate;
  /** 在线访谈 by default, or 网民座谈会. */
  readonly sessionKind?: 'interview' | 'forum';
  /** Who received the level 3 escalation, by its name of that day (监察机关); absent while none was raised. */
  readonly level3Name?: string;
}

/** The first day that is not counted. */
export function dayZeroOf(view: DeadlineView): BusinessDate {
  return view.sessionOn ?? view.registeredOn;
}

/**
 * The due date in force: 应答复日, or the date of a timely and published extension. R10, R11: never later than the cap;
 * and a promise earlier than 应答复日 takes nothing away. Null if it cannot be known.
 */
export function dueOnInForce(view: DeadlineView): BusinessDate | null {
  const { replyDueOn, finalDueOn } = view;
  if (replyDueOn === null || finalDueOn === null || !isExtended(view)) return replyDueOn;
  const promised = view.extension?.newDueOn ?? finalDueOn;
  if (promised > finalDueOn) return finalDueOn;
  return promised < replyDueOn ? replyDueOn : promised;
}

/** A timely extension is in force from its publication. */
export function isExtended(view: DeadlineView): boolean {
  return view.extension !== undefined && view.extension.timely && view.extension.publishedOn !== undefined;
}

/** Throws RangeError if the text is no instant. */
export function toDate(instant: Instant): Date {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) throw new RangeError(`not an instant: ${String(instant)}`);
  return date;
}
