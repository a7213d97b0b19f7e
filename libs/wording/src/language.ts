/** Chinese is what the city speaks; English is for those who ask for it. */
export type Language = 'zh' | 'en';

/** A word for each of these keys, by language. */
export type Words<Key extends string> = Readonly<Record<Language, Readonly<Record<Key, string>>>>;
