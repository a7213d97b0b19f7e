import { heading, type Block } from '@wenzheng/paper';

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];

/** What a paper is called: 关于……的督办通知. Its officer may have named the matter alone, or in full. */
export function titleOf(matter: string, kind: string): string {
  const named = matter.trim().replace(/[。.；;]+$/u, '');
  const about = named.startsWith('关于') ? named : `关于${named}`;
  if (about.endsWith(kind)) return about;
  // 关于……的督办 becomes 关于……的督办通知.
  const begun = [...kind].map((_, index) => kind.slice(0, kind.length - 1 - index)).find((part) => part !== '' && about.endsWith(`的${part}`));
  if (begun !== undefined) return `${about.slice(0, about.length - begun.length)}${kind}`;
  return `${about.replace(/的$/u, '')}的${kind}`;
}

/** 一、二、三: parts that have nothing to say are not numbered. */
export function numbered(parts: readonly { title: string; blocks: readonly Block[] }[]): Block[] {
  return parts.filter(({ blocks }) => blocks.length > 0).flatMap(({ title, blocks }, index) => [heading(`${numerals[index] ?? index + 1}、${title}`), ...blocks]);
}

/** A sentence that goes on in another. */
export const withoutStop = (text: string): string => text.trim().replace(/[。；;.]+$/u, '');

/** A date in a narrow column. */
export const inTwoLines = (date: string): string => date.replace('年', '年\n');
