/**
 * Why a message is held 待甄别. Of what was fetched: there is no letter and no digit in it (`no-words`), no sense could be made of what the other side sent (`unreadable`), or
 * other words stand registered under its id (`conflict`). Of whatever came in: one author writes too much (`flooding`), one text with a link or a number to call comes in
 * masses (`mass-text`), it consists of links (`links-only`). Of the form: a program seems to have filled it in (`form-trap`).
 */
export const holdReasons = ['no-words', 'unreadable', 'conflict', 'flooding', 'mass-text', 'links-only', 'form-trap'] as const;
export type HoldReason = (typeof holdReasons)[number];

/** Released 予以登记: others are told of it; ruled invalid 不予受理: they are told so; set aside 不属来信: nobody has said anything. */
export const holdOutcomes = ['released', 'ruled-invalid', 'set-aside'] as const;
export type HoldOutcome = (typeof holdOutcomes)[number];

/** How a message that came in stands before others are told of it. */
export const holdStates = ['held', 'set-aside'] as const;
export type HoldState = (typeof holdStates)[number];
