import { postponementWorkingDays } from '@wenzheng/contracts';
import { businessDateOf } from '@wenzheng/working-days';
import { dateWords } from '@wenzheng/wording';
import type { DayZero } from './session.rules.js';

interface InTwoLanguages {
  zh: string;
  en: string;
}

const kinds = { interview: { zh: '访谈', full: '在线访谈', en: 'interview' }, forum: { zh: '座谈会', full: '网民座谈会', en: 'forum' } };

/** What happened on day zero, for the list of days. */
export function dayZeroLabel({ because, session }: DayZero): InTwoLanguages {
  if (!session) return { zh: '受理登记', en: 'Registered' };
  const { zh, en } = kinds[session.channel];
  return because === 'cancellation' ? { zh: `${zh}取消`, en: `The ${en} was cancelled` } : { zh: `${zh}当日`, en: `Day of the ${en}` };
}

/** Why the days are counted from that day. */
export function dayZeroReason({ on, because, session }: DayZero): InTwoLanguages {
  if (!session) return { zh: '自受理登记之日起算，当日为第0天。', en: 'Counted from the day of registration, which is day 0.' };
  const { zh, full, en } = kinds[session.channel];
  const named = { zh: `${full}（${session.number}）`, en: `${en} ${session.number}` };
  const asked = { zh: '会前、会中的提问以会期当日为第0天', en: `what is asked before or during it counts from its day, which is day 0` };
  switch (because) {
    case 'cancellation':
      return {
        zh: `${named.zh}已取消：取消之前的提问以取消之日${dateWords(on)}为第0天。`,
        en: `The ${named.en} was cancelled; what had been asked until then counts from that day, ${on}, which is day 0.`,
      };
    case 'postponement': {
      const heldOn = businessDateOf(session.startsAt);
      const limit = heldOn > session.countsFrom ? { zh: `，故自${dateWords(on)}起算`, en: `: therefore they are counted from ${on}` } : { zh: '', en: '' };
      return {
        zh: `${named.zh}原定${dateWords(session.firstOn)}，推迟至${dateWords(heldOn)}：${asked.zh}。${zh}只能推迟一次，至多${postponementWorkingDays}个工作日${limit.zh}。`,
        en: `The ${named.en} of ${session.firstOn} was put off to ${heldOn}; ${asked.en}. That is done once, by ${postponementWorkingDays} working days at most${limit.en}.`,
      };
    }
    default:
      return { zh: `${named.zh}定于${dateWords(on)}：${asked.zh}。`, en: `The ${named.en} is on ${on}; ${asked.en}.` };
  }
}
