import { defineProblems } from '@wenzheng/platform';

export const problem = defineProblems({
  'deadline-supervision.not-addressed-to-you': {
    status: 403,
    zh: '这份上报不是发给您所在机构的，不能由您签收。',
    en: 'This escalation is addressed to another office, which alone can acknowledge it.',
  },
  'deadline-supervision.own-unit-only': {
    status: 403,
    zh: '您只能查看本单位的情况。',
    en: 'You can see your own unit alone.',
  },
  'deadline-supervision.period-reversed': {
    status: 400,
    zh: '起始日期不能晚于截止日期。',
    en: 'The period begins after it ends.',
  },
});
