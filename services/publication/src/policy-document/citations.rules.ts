import { nfkc } from '@wenzheng/contracts';
import type { BusinessDate } from '@wenzheng/working-days';

/** A policy document as replies cite it. */
export interface CitedDocument {
  documentId: string;
  number: string | null;
  yearAndSerial: string | null;
  title: string;
  otherTitles: readonly string[];
  repealedOn: BusinessDate | null;
}

/** Where in a text a document is cited. */
export interface Citation {
  from: number;
  to: number;
  document: CitedDocument;
}

const han = '\\p{Script=Han}';
const numberPattern = new RegExp(`(${han}{0,20})[〔\\[［(（【]\\s*((?:[1１][9９]|[2２][0０])[\\d０-９]{2})\\s*[〕\\]］)）】]\\s*第?\\s*([\\d０-９]{1,4})\\s*号`, 'gu');
const titlePattern = /《([^《》]{2,120})》/gu;
/** What stands before a document's number in a sentence and is no part of it. */
const lead = /^.*(?:根据|按照|依据|依照|参照|遵照|执行|符合|印发|文件|规定|通知|办法|意见|[的和与及见由以在])/u;

const digits = (text: string): string => nfkc(text).replace(/^0+(?=\d)/, '');
const keyOf = (year: string, serial: string): string => `${digits(year)}-${digits(serial)}`;
const titleKey = (title: string): string => nfkc(title).replaceAll(/[\s《》〈〉<>]/gu, '');

interface NumberFound {
  /** The characters before the year, the document's own word 发文字号 among them. */
  before: string;
  key: string;
  /** From the year's bracket on. */
  rest: string;
  at: number;
}

function* numbersIn(text: string): Generator<NumberFound> {
  for (const match of text.matchAll(numberPattern)) {
    const [whole, before = '', year = '', serial = ''] = match;
    yield { before, key: keyOf(year, serial), rest: whole.slice(before.length), at: match.index };
  }
}

/** 淮府办〔2011〕118号 as everybody writes it; null for what is no number of a document. */
export function documentNumber(text: string): { number: string; yearAndSerial: string } | null {
  const compact = text.replaceAll(/\s/g, '');
  const [found] = numbersIn(compact);
  if (!found || found.before === '' || found.before.length + found.rest.length !== compact.length) return null;
  const [year, serial] = found.key.split('-');
  return { number: `${found.before}〔${year}〕${serial}号`, yearAndSerial: found.key };
}

/** All documents that the city has registered, ready to be found in texts. */
export class Citations {
  private readonly byKey: ReadonlyMap<string, readonly { word: string; document: CitedDocument }[]>;
  private readonly byTitle: ReadonlyMap<string, CitedDocument>;

  /** @param revision another one with each change */
  constructor(
    documents: readonly CitedDocument[] = [],
    readonly revision = 0,
  ) {
    const numbered = documents.flatMap((document) => (document.number && document.yearAndSerial ? [{ key: document.yearAndSerial, word: document.number.split('〔')[0] ?? '', document }] : []));
    this.byKey = Map.groupBy(numbered.toSorted((one, other) => other.word.length - one.word.length), ({ key }) => key);
    this.byTitle = new Map(documents.flatMap((document) => [...document.otherTitles, document.title].map((title) => [titleKey(title), document] as const)));
  }

  /** In the order of the text. */
  in(text: string): Citation[] {
    const numbers = [...numbersIn(text)].flatMap((found) => {
      const cited = this.cited(found);
      return cited ? [{ from: found.at + found.before.length - cited.word.length, to: found.at + found.before.length + found.rest.length, document: cited.document }] : [];
    });
    const titles = [...text.matchAll(titlePattern)].flatMap((match) => {
      const document = this.byTitle.get(titleKey(match[1]!));
      return document ? [{ from: match.index, to: match.index + match[0].length, document }] : [];
    });
    return [...numbers, ...titles].toSorted((one, other) => one.from - other.from).filter(({ from }, index, all) => index === 0 || from >= all[index - 1]!.to);
  }

  /** Numbers in the text that lead to no document, as they stand there. */
  unresolvedIn(text: string): string[] {
    return [...numbersIn(text)].filter((found) => !this.cited(found)).map(({ before, rest }) => before.replace(lead, '').slice(-8) + rest);
  }

  private cited({ before, key }: NumberFound) {
    return this.byKey.get(key)?.find(({ word }) => before.endsWith(word));
  }
}

/** Each document once, in the order in which the texts cite them. */
export const documentsIn = (citations: Citations, texts: readonly string[]): CitedDocument[] => [...new Set(texts.flatMap((text) => citations.in(text).map(({ document }) => document)))];
