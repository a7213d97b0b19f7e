import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

let loaded: Jieba | undefined;

/**
 * The words of a Chinese text in order, without what is neither letter nor digit; letters small and of half width. The first call, of this
 * or of {@link cut}, loads the dictionary (0.15 s, some 70 MB).
 */
export function segment(text: string): string[] {
  return jieba().cut(plain(text), true).filter((word) => /[\p{L}\p{N}]/u.test(word));
}

/** Words that the dictionary has and that part what belongs together: 路灯不亮 would be 路 and 灯不亮. */
const recut: Readonly<Record<string, readonly string[]>> = { 灯不亮: ['灯', '不亮'] };

/** A text cut into the dictionary's words, and single characters where it has none: nothing is guessed, and joined together they are the text. */
export const cut = (text: string): string[] => jieba().cut(text, false).flatMap((word) => recut[word] ?? word);

const jieba = (): Jieba => (loaded ??= Jieba.withDict(dict));

/** Full width (Ａ３区), case and invisible characters make no difference. */
export function plain(text: string): string {
  return text
    .replace(/[\u200b-\u200d\ufeff]/g, '')
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .toLowerCase();
}
