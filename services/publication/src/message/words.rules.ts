/** Whether anything of a text can be seen: blanks, fillers and zero-width characters cannot. */
export const isVisible = (text: string): boolean => /(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{P}\p{S}]/u.test(text);

/** RFC 3339 with the offset that people live in, for `<time datetime>` and the JSON. */
export const shanghaiInstant = (instant: Date): string => `${new Date(instant.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`;
