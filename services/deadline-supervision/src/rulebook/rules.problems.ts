/** Why a policy, a notice or a move is refused. */
export const rulesProblems = {
  'deadline-supervision.policy-too-early': {
    status: 409,
    zh: '新规则最早自明日起施行，且不得早于上一版本的施行日期。',
    en: 'A new version is in force from tomorrow at the earliest, and not before the version that it follows.',
  },
  'deadline-supervision.policy-reply-past-stated': {
    status: 422,
    zh: '市民心声须在3个工作日内答复（淮府办〔2011〕118号二（二）），不得放宽。',
    en: 'On the message board the answer is due within 3 working days (regulation 118 of 2011, part 2(2)); no policy may allow more.',
  },
  'deadline-supervision.policy-cap-past-stated': {
    status: 422,
    zh: '市民心声最长办理时限不得超过10个工作日（淮府办〔2011〕118号二（二））。',
    en: 'On the message board nothing may take longer than 10 working days (regulation 118 of 2011, part 2(2)).',
  },
  'deadline-supervision.policy-extension-past-stated': {
    status: 422,
    zh: '市民心声的延期说明须在3个工作日内作出（淮府办〔2011〕118号二（二））。',
    en: 'On the message board an extension is explained within 3 working days (regulation 118 of 2011, part 2(2)).',
  },
  'deadline-supervision.policy-second-extension': {
    status: 422,
    zh: '市民心声至多延期一次。',
    en: 'On the message board a message is extended once at most.',
  },
  'deadline-supervision.policy-reply-past-cap': {
    status: 422,
    zh: '答复时限不得超过最长办理时限。',
    en: 'The answer cannot be due after the cap.',
  },
  'deadline-supervision.policy-extension-past-reply': {
    status: 422,
    zh: '延期说明须在答复时限之内作出。',
    en: 'An extension has to be explained before the answer is due.',
  },
  'deadline-supervision.policy-step-twice': { status: 422, zh: '同一督办步骤只能出现一次。', en: 'A step of the ladder may stand in it once.' },
  'deadline-supervision.policy-overdue-moved': {
    status: 422,
    zh: '“超期”须在应答复日截止时自动认定。',
    en: 'Overdue is a fact: it is so by itself, at the end of the due date.',
  },
  'deadline-supervision.policy-silent-overdue': {
    status: 422,
    zh: '一级上报须自动发出，不能等待签发。',
    en: 'Level 1 tells the office that a message is overdue, and cannot wait for a signature.',
  },
  'deadline-supervision.policy-reminder-late': {
    status: 422,
    zh: '提醒须在应答复日当天或之前发出。',
    en: 'A reminder is due on the due date or before it.',
  },
  'deadline-supervision.policy-step-early': {
    status: 422,
    zh: '催办和上报不得早于超期。',
    en: 'Nothing is urged or escalated before it is overdue.',
  },
  'deadline-supervision.preview-outdated': {
    status: 409,
    zh: '预览已不再成立，请重新预览后确认。',
    en: 'What was previewed is no longer what would happen; preview again.',
  },
  'deadline-supervision.move-under-way': {
    status: 409,
    zh: '该渠道的办件正在调整，请待其完成。',
    en: 'Clocks of this channel are still being moved; wait until that is finished.',
  },
  'deadline-supervision.notice-out-of-turn': {
    status: 409,
    zh: '只能载入下一年度的节假日安排，或对已载入年度的调整。',
    en: 'Only the notice of the next year can be loaded, or an amendment of a year that is loaded.',
  },
  'deadline-supervision.notice-inconsistent': {
    status: 422,
    zh: '该通知的日期重复，或不属于其年度，或未变更任何安排。',
    en: 'The notice lists a day twice, or one that is not of its year.',
  },
} as const;
