import { businessDateOf } from '@wenzheng/working-days';
import type { DeadlineView } from '@wenzheng/wording';
import type { DeadlineState } from '../deadline.rules.js';

/** The state in the form from which the sentence about a deadline is made; the staff read it, so nothing is left out. */
export function viewOf(state: DeadlineState, closeOfBusiness: string): DeadlineView {
  const { unit, extension, answer, interimPublishedAt, dayZero } = state;
  return {
    ...(unit && { unitName: unit.name }),
    registeredOn: state.registeredOn,
    ...(dayZero.session && { sessionOn: dayZero.on, sessionKind: dayZero.session.channel }),
    replyDueOn: state.replyDueOn,
    finalDueOn: state.finalDueOn,
    provisional: state.provisional,
    ...(extension && {
      extension: {
        submittedOn: businessDateOf(extension.submittedAt),
        ...(extension.publishedAt && { publishedOn: businessDateOf(extension.publishedAt) }),
        newDueOn: extension.newDueOn,
        timely: extension.timely,
      },
    }),
    interimPublished: interimPublishedAt !== null,
    ...(answer && { submittedAt: answer.submittedAt }),
    ...(answer?.reviewDueOn && { reviewDueOn: answer.reviewDueOn }),
    ...(answer?.publishedAt && { publishedAt: answer.publishedAt }),
    ending: state.ending,
    ...(state.end && { endedOn: businessDateOf(state.end.at) }),
    assigned: unit !== null,
    closeOfBusiness,
  };
}
