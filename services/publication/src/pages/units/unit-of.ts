import { isStorableText } from '@wenzheng/contracts';
import type { ListedUnit } from '../../directory/directory.reader.js';
import { problem } from '../../problems.js';

/** What no unit is called is not looked for. @throws Problem `publication.unit-not-found` */
export function codeOf(text: string): string {
  if (text.length > 64 || !isStorableText(text)) throw problem('publication.unit-not-found');
  return text;
}

/** @throws Problem `publication.unit-not-found` */
export function unitOf(units: readonly ListedUnit[], code: string): ListedUnit {
  const unit = units.find((one) => one.code === code);
  if (!unit) throw problem('publication.unit-not-found');
  return unit;
}
