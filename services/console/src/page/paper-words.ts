/** What a unit signs. */
export const paperWords = { reply: '答复', 'interim-reply': '阶段性回复', extension: '延期说明', correction: '更正', supplement: '补充答复', 'renewed-reply': '二次办理答复' } as const;
export type PaperKind = keyof typeof paperWords;
