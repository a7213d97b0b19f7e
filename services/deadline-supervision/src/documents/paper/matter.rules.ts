import type { MessageKind } from '@wenzheng/contracts';

const atMost = 60;

/** What a message is about, beside its number. What its writer or an office keeps from the public is not told to whoever a paper is copied to. */
export function matterOf({ title, kind, visibility }: { title: string | null; kind: MessageKind | null; visibility: string }): string | null {
  if (kind === 'report') return '（举报，事由不列）';
  if (visibility !== 'public') return '（不公开留言，事由不列）';
  if (title === null) return null;
  const line = title.replace(/\s+/gu, ' ').trim();
  return [...line].length > atMost ? `${[...line].slice(0, atMost - 1).join('')}…` : line;
}
