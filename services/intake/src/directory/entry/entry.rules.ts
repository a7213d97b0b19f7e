import { publishedEntryKindSchema, type PublishedEntryKind } from '@wenzheng/contracts';
import type { BusinessDate } from '@wenzheng/working-days';

/** 电子信箱, 微博账号, 渠道接入程序: what the city can be reached by, each kept by a unit. */
export const entryKinds = ['mailbox', 'microblog', 'integration'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** What the public is told of; an integration is between offices. */
export const isPublished = (kind: EntryKind): kind is PublishedEntryKind => publishedEntryKindSchema.safeParse(kind).success;

/** What may be changed of an entry. Another address is another entry: what was published stands. */
export interface EntryContent {
  name: string;
  unitCode: string;
  holderName: string | null;
  holderPost: string | null;
  clerk: string | null;
  openedOn: string;
  note: string | null;
}

const contentFields = ['name', 'unitCode', 'holderName', 'holderPost', 'clerk', 'openedOn', 'note'] as const satisfies readonly (keyof EntryContent)[];

export const contentOf = (entry: EntryContent): EntryContent => Object.fromEntries(contentFields.map((field) => [field, entry[field]])) as unknown as EntryContent;
export const isSameContent = (one: EntryContent, other: EntryContent): boolean => contentFields.every((field) => one[field] === other[field]);

export function openingRefusal({ openedOn }: Pick<EntryContent, 'openedOn'>, today: BusinessDate): 'intake.directory-opened-later' | null {
  return openedOn > today ? 'intake.directory-opened-later' : null;
}

/** @param version the one that was looked at when the change was thought of */
export function changeRefusal({ closedOn, version: stands }: { closedOn: string | null; version: number }, version: number): 'intake.directory-entry-closed' | 'intake.directory-entry-changed' | null {
  if (closedOn !== null) return 'intake.directory-entry-closed';
  return stands === version ? null : 'intake.directory-entry-changed';
}
