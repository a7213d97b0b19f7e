/** What each figure counts, and in what; it goes out with the figures (R28: every figure can be recomputed). */
const messages = { unit: 'messages' } as const;
export const countDefinitions = {
  registered: { title: '受理', zh: '受理登记日在所选时段内的全部留言', en: 'messages registered in the period', ...messages },
  valid: { title: '有效', zh: '受理的留言中未被认定无效的', en: 'registered and not ruled invalid', ...messages },
  answerable: { title: '应答复', zh: '应答复：有效留言中未合并、未转出、未撤回的', en: 'valid, and neither merged nor transferred nor withdrawn', ...messages },
  answered: { title: '已答复', zh: '已公布答复（含不公开留言的答复）', en: 'with a published reply, private messages included', ...messages },
  answeredWithin3WorkingDays: {
    title: '3个工作日内答复', zh: '已答复，且承办单位在应答复日（起算日后3个工作日，不含延期；起算日为受理之日，访谈、座谈会的提问为会期当日）截止前提交',
    en: 'answered, and submitted by the unit within 3 working days of day zero (that of registration or, of a question in a live session, the session’s), extensions left out', ...messages,
  },
  answeredWithin10WorkingDays: {
    title: '10个工作日内答复', zh: '已答复，且在最长时限10个工作日内提交；包含3个工作日内的',
    en: 'answered, and submitted within the cap of 10 working days; includes those within 3', ...messages,
  },
  answeredLater: { title: '超过10个工作日答复', zh: '已答复，但提交超过10个工作日', en: 'answered, but submitted after more than 10 working days', ...messages },
  submittedInTime: {
    title: '单位按时', zh: '单位按时：已答复，且在有效的应答复日（含延期）截止前提交',
    en: 'answered, and submitted before the due date in force, extensions included, had ended', ...messages,
  },
  publishedInTime: {
    title: '上网按时', zh: '上网按时：已答复，且在有效的应答复日（含延期）截止前公布',
    en: 'answered, and published before the due date in force, extensions included, had ended', ...messages,
  },
  judgedBySubmission: {
    title: '计入单位按时率', zh: '单位按时率的分母：已答复且时限已定的，加超期未答复的',
    en: 'what the unit is judged by: answered with a settled due date, and overdue', ...messages,
  },
  judgedByPublication: {
    title: '计入上网按时率', zh: '上网按时率的分母：单位按时率的分母，加应答复日已过、仍在审核的',
    en: 'what the city is judged by: the same, and what waits in review past its due date', ...messages,
  },
  publiclyAnswered: { title: '公开答复', zh: '公开答复', en: 'answered in public', ...messages },
  privatelyAnswered: { title: '不公开答复', zh: '不公开答复', en: 'answered in private', ...messages },
  ruledInvalid: { title: '认定无效', zh: '认定无效', en: 'ruled invalid', ...messages },
  merged: { title: '合并', zh: '已合并', en: 'merged into another message', ...messages },
  transferred: { title: '转出', zh: '已转出', en: 'transferred out', ...messages },
  withdrawn: { title: '撤回', zh: '本人撤回', en: 'withdrawn by the writer', ...messages },
  open: { title: '未办结', zh: '尚未办结', en: 'still open', ...messages },
  overdue: {
    title: '超期未答复', zh: '尚未办结，且已超过有效的应答复日；不含补录的历史留言',
    en: 'open and past the due date in force; without messages brought in from the past', ...messages,
  },
  historicalOpen: { title: '补录未答复', zh: '补录的历史留言，尚无答复记录', en: 'brought in from the past, without a reply on record', ...messages },
  underReview: { title: '审核中', zh: '尚未办结，按时提交、审核发布中', en: 'open, submitted in time and waiting in review', ...messages },
  extended: { title: '延期', zh: '延期说明已生效', en: 'with an extension in force', ...messages },
  interimOnly: { title: '仅阶段性回复', zh: '尚未办结，只有阶段性回复', en: 'open, with an interim reply alone', ...messages },
  urged: { title: '催办', zh: '曾经催办', en: 'whose unit was urged', ...messages },
} as const;
export type CountName = keyof typeof countDefinitions;
export const countNames = Object.keys(countDefinitions) as [CountName, ...CountName[]];

/** Each rate is `count` of `of`, in hundredths of a per cent, half rounded up; null of nothing. */
export const rates = {
  answered: ['answered', 'answerable'],
  submittedInTime: ['submittedInTime', 'judgedBySubmission'],
  publishedInTime: ['publishedInTime', 'judgedByPublication'],
} as const satisfies Record<string, readonly [CountName, CountName]>;
export type RateName = keyof typeof rates;
export const rateNames = Object.keys(rates) as [RateName, ...RateName[]];

/** R12: where the time went, from one stage to the next. */
export const stages = ['routing', 'handling', 'review', 'submission', 'publication'] as const;
export type StageName = (typeof stages)[number];

/** 满意、基本满意、不满意 */
export const ratings = ['satisfied', 'basically-satisfied', 'dissatisfied'] as const;
export type Rating = (typeof ratings)[number];

const percent = { unit: 'percent' } as const;
const workingDays = { unit: 'working days' } as const;
const median = '中位数与九成分位数（最近秩法），只计已答复的；当日为0';
export const definitions = {
  ...countDefinitions,
  'rates.answered': { title: '答复率', zh: '答复率：已答复 ÷ 应答复', en: 'answered ÷ answerable', ...percent },
  'rates.submittedInTime': { title: '单位按时率', zh: '单位按时率：单位按时 ÷ 其分母', en: 'submittedInTime ÷ judgedBySubmission', ...percent },
  'rates.publishedInTime': { title: '上网按时率', zh: '上网按时率：上网按时 ÷ 其分母', en: 'publishedInTime ÷ judgedByPublication', ...percent },
  'stages.routing': {
    title: '分派用时', zh: `分派用时：起算日到首次分派的工作日数；${median}`,
    en: 'from day zero to the first assignment, of the answered; nearest rank, 0 on the same day', ...workingDays,
  },
  'stages.handling': { title: '办理用时', zh: `办理用时：首次分派到提交答复的工作日数；${median}`, en: 'from the first assignment to the submission', ...workingDays },
  'stages.review': { title: '审核发布用时', zh: `审核发布用时：提交答复到公布的工作日数；${median}`, en: 'from the submission to the publication', ...workingDays },
  'stages.submission': { title: '单位用时', zh: `单位用时：起算日到提交答复的工作日数；${median}`, en: 'from day zero to the submission', ...workingDays },
  'stages.publication': { title: '全程用时', zh: `全程用时：起算日到公布答复的工作日数；${median}`, en: 'from day zero to the publication', ...workingDays },
  satisfaction: {
    title: '满意率', zh: '满意率：满意与基本满意 ÷ 已评价；没有评价时为空',
    en: 'satisfied and basically satisfied ÷ rated; null where nobody has rated', ...percent,
  },
  invalidByReason: { title: '无效理由', zh: '认定无效的留言按理由分列', en: 'those ruled invalid, by reason', ...messages },
} as const;
export type DefinedName = keyof typeof definitions;
