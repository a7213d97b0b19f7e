import { businessDateOf, type BusinessDate } from '@wenzheng/working-days';
import type { DocumentSeries, Offices as OfficeNames } from '../../config.js';

export type { DocumentSeries };

/** Offices by their names of one day. */
export type Offices = OfficeNames & { issuer: string };

/** As they are called on a date; before all of them the first. */
export function officesOn(offices: readonly OfficeNames[], date: BusinessDate): Offices {
  const inOrder = offices.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const found = inOrder.findLast(({ from }) => from <= date) ?? inOrder[0];
  if (!found) throw new RangeError('there are no offices');
  return { ...found, issuer: found.issuer ?? found.supervisionOffice };
}

/** 文号, as 淮督〔2026〕1号. The year is that of the signature, in Shanghai. */
export function documentNumber(offices: readonly OfficeNames[], series: DocumentSeries, signedAt: Date, serial: number): string {
  const date = businessDateOf(signedAt);
  return officesOn(offices, date).numbers[series].replace('{year}', date.slice(0, 4)).replace('{number}', String(serial));
}
