import { z } from 'zod';

/** What each figure counts; it goes out with the figures (R28: every figure can be recomputed). */
export const definitions = {
  registered: { zh: '受理登记日在所选时段内的全部留言', en: 'messages registered in the period' },
  answered: { zh: '已公布答复（含不公开留言的答复）', en: 'with a published reply, private messages included' },
  answeredWithin3WorkingDays: {
    zh: '已答复，且承办单位在受理后3个工作日内提交（以提交时间为准）',
    en: 'answered, and submitted by the unit within 3 working days of registration',
  },
  answeredWithin10WorkingDays: {
    zh: '已答复，且在10个工作日内提交；包含3个工作日内的',
    en: 'answered, and submitted within 10 working days; includes those within 3',
  },
  answeredLater: { zh: '已答复，但提交超过10个工作日', en: 'answered, but submitted after more than 10 working days' },
  submittedInTime: { zh: '单位按时：在有效的应答复日（含延期）截止前提交', en: 'submitted before the due date in force, extensions included, had ended' },
  publishedInTime: { zh: '上网按时：在有效的应答复日（含延期）截止前公布', en: 'published before the due date in force, extensions included, had ended' },
  publiclyAnswered: { zh: '公开答复', en: 'answered in public' },
  privatelyAnswered: { zh: '不公开答复', en: 'answered in private' },
  ruledInvalid: { zh: '认定无效', en: 'ruled invalid' },
  merged: { zh: '已合并', en: 'merged into another message' },
  transferred: { zh: '已转出', en: 'transferred out' },
  withdrawn: { zh: '本人撤回', en: 'withdrawn by the writer' },
  open: { zh: '尚未办结', en: 'still open' },
  overdue: { zh: '尚未办结，且已超过有效的应答复日；不含补录的历史留言', en: 'open and past the due date in force; without messages brought in from the past' },
  historicalOpen: { zh: '补录的历史留言，尚无答复记录', en: 'brought in from the past, without a reply on record' },
  underReview: { zh: '尚未办结，按时提交、审核发布中', en: 'open, submitted in time and waiting in review' },
  extended: { zh: '延期说明已生效', en: 'with an extension in force' },
  interimOnly: { zh: '尚未办结，只有阶段性回复', en: 'open, with an interim reply alone' },
} as const;

const names = Object.keys(definitions) as [keyof typeof definitions, ...(keyof typeof definitions)[]];
export const figures = Object.fromEntries(names.map((name) => [name, z.int()])) as Record<(typeof names)[number], z.ZodInt>;
export const totalsSchema = z.object(figures).meta({ id: 'Totals' });
export type Totals = z.infer<typeof totalsSchema>;
export const definitionsSchema = z.record(z.enum(names), z.object({ zh: z.string(), en: z.string() }));
