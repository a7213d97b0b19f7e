import { nfkc } from '@wenzheng/contracts';

/** A name as people type it: width, case and spaces do not matter. */
export function nameKey(name: string): string {
  return nfkc(name).replace(/[\s\u200b-\u200d\ufeff]/g, '').toLowerCase();
}
