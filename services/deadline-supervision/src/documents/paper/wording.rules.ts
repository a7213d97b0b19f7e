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

/** A sentence that goes on in another. */
export const withoutStop = (text: string): string => text.trim().replace(/[。；;.]+$/u, '');

/** A date in a narrow column. */
export const inTwoLines = (date: string): string => date.replace('年', '年\n');
