import { endOfBusinessDate, type BusinessDate } from '@wenzheng/working-days';
import type { ChannelPolicy } from '../rulebook/policy/policy.rules.js';
import { factsOf, type Fact } from './fact.rules.js';

/** 延期说明: the one that counts or, if none does, the first that was submitted. */
export interface Extension {
  extensionId: string;
  submittedAt: Date;
  publishedAt: Date | null;
  /** As the unit promised it. */
  newDueOn: BusinessDate;
  timely: boolean;
  /** The date that the notice gives, never past the cap; null while it is in review, and for good if it came late. */
  inForceUntil: BusinessDate | null;
}

/**
 * R10: 对确需延长办理时限的帖子，有关部门要在3个工作日内在网上作出说明. It takes effect when it is published, judged by when it was
 * submitted, and as often as the policy says (once): the first to be published of the timely ones. A late notice is recorded and cures nothing.
 */
export function extensionOf(
  facts: readonly Fact[],
  message: { noticeDueOn: BusinessDate | null; finalDueOn: BusinessDate | null; rules: ChannelPolicy },
): Extension | null {
  const { noticeDueOn, finalDueOn, rules } = message;
  const timelyUntil = noticeDueOn === null ? null : endOfBusinessDate(noticeDueOn, rules.closeOfBusiness.value);
  const notices = [...factsOf(facts, 'extension-published'), ...factsOf(facts, 'extension-submitted')].map(({ data }): Extension => {
    const submittedAt = new Date(data.submittedAt);
    const publishedAt = 'publishedAt' in data ? new Date(data.publishedAt) : null;
    const timely = timelyUntil !== null && submittedAt < timelyUntil;
    const isGranted = publishedAt !== null && timely && rules.extensions.value > 0;
    const inForceUntil = isGranted && finalDueOn ? earlier(data.newDueOn, finalDueOn) : null;
    return { extensionId: data.extensionId, submittedAt, publishedAt, newDueOn: data.newDueOn, timely, inForceUntil };
  });
  const inForce = notices.filter((notice) => notice.inForceUntil !== null);
  const published = inOrderOf(inForce, (notice) => notice.publishedAt ?? notice.submittedAt);
  const once = published.filter(({ extensionId }, index) => published.findIndex((notice) => notice.extensionId === extensionId) === index);
  return once.slice(0, rules.extensions.value).at(-1) ?? inOrderOf(notices, (notice) => notice.submittedAt)[0] ?? null;
}

/** The notices are sorted as stable as they came, so that of one notice its publication goes before its submission. */
function inOrderOf(notices: readonly Extension[], instantOf: (notice: Extension) => Date): Extension[] {
  return notices.toSorted(
    (a, b) => instantOf(a).getTime() - instantOf(b).getTime() || compare(a.extensionId, b.extensionId) || compare(a.newDueOn, b.newDueOn),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const earlier = (a: BusinessDate, b: BusinessDate): BusinessDate => (a < b ? a : b);
