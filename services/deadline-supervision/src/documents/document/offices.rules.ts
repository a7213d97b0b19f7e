import { dateSchema } from '@wenzheng/contracts';
import { businessDateOf, type BusinessDate } from '@wenzheng/working-days';
import { z } from 'zod';

export const documentSeries = ['urging-order', 'circular', 'referral', 'major-matter'] as const;
export type DocumentSeries = (typeof documentSeries)[number];

const name = z.string().trim().min(1).max(60);
const pattern = z.string().min(1).max(60).refine((text) => text.includes('{year}') && text.includes('{number}'), { message: 'needs {year} and {number}' });
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { message: 'is not HH:MM' });

/** What the city calls its offices, and how they number their documents, from a date on. */
export const officesSchema = z
  .array(
    z.object({
      from: dateSchema,
      /** 市政府 */
      government: name,
      /** 督查室, which signs */
      supervisionOffice: name,
      /** 监察机关: the 监察局 is the 监察委员会 since 2018 */
      inspectionBureau: name,
      /** 发文字号: full year in 六角括号, number without 第 and without padding (GB/T 9704-2012, 7.2.5). */
      numbers: z.record(z.enum(documentSeries), pattern),
      /** What is sent to people is handed over between these, on working days. */
      workingHours: z.object({ from: timeOfDay, to: timeOfDay }).refine(({ from, to }) => from < to, { message: 'ends before it begins' }),
    }),
  )
  .min(1);
export type Offices = z.infer<typeof officesSchema>[number];

const numbers = {
  'urging-order': '淮督〔{year}〕{number}号',
  circular: '淮督通〔{year}〕{number}号',
  referral: '淮督移〔{year}〕{number}号',
  'major-matter': '淮督报〔{year}〕{number}号',
};
const workingHours = { from: '09:00', to: '17:30' };

export const defaultOffices: Offices[] = [
  { from: '2011-10-09', government: '市人民政府', supervisionOffice: '市政府督查室', inspectionBureau: '市监察局', numbers, workingHours },
  { from: '2018-03-20', government: '市人民政府', supervisionOffice: '市政府督查室', inspectionBureau: '市监察委员会', numbers, workingHours },
];

/** As they are called on a date; before all of them the first. */
export function officesOn(offices: readonly Offices[], date: BusinessDate): Offices {
  const inOrder = offices.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const found = inOrder.findLast(({ from }) => from <= date) ?? inOrder[0];
  if (!found) throw new RangeError('there are no offices');
  return found;
}

/** 文号, as 淮督〔2026〕1号. The year is that of the signature, in Shanghai. */
export function documentNumber(offices: readonly Offices[], series: DocumentSeries, signedAt: Date, serial: number): string {
  const date = businessDateOf(signedAt);
  return officesOn(offices, date).numbers[series].replace('{year}', date.slice(0, 4)).replace('{number}', String(serial));
}
