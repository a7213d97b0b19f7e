import { termsOf } from './search.rules.js';

/** So many messages are indexed together, and so many segments of them are folded into one. */
export const freshSize = 256;
export const foldedOf = 64;

/** As many places as a segment can have: a term that stands in many of them keeps a bit for each, another one a list. */
const places = freshSize * foldedOf;
const maskBytes = places / 8;

/** Where a term stands in every segment: one of 4,096, so that a query reads a small part of each. Stored rows depend on it. */
export const buckets = 4_096;
export const bucketOf = (term: number): number => Math.imul(term, 0x9e3779b1) >>> 20;

/** The terms of a segment that fall into one bucket, and where each ends in the bytes that say in which places it stands. */
export interface Posting {
  bucket: number;
  terms: number[];
  ends: number[];
  places: Buffer;
}

/** The postings of a segment whose messages have these words; a message's place is its index. */
export function postingsOf(words: readonly string[]): Posting[] {
  const standing = new Map<number, number[]>();
  for (const [place, text] of words.entries()) {
    for (const term of termsOf(text)) {
      const list = standing.get(term);
      if (list) list.push(place);
      else standing.set(term, [place]);
    }
  }
  return postings(standing);
}

/**
 * The postings of one segment in the place of several, whose first places become `offset`.
 * @param parts with rising offsets, which never meet
 */
export function folded(parts: readonly (Posting & { offset: number })[]): Posting[] {
  const standing = new Map<number, number[]>();
  for (const { terms, ends, places: bytes, offset } of parts) {
    for (const [index, term] of terms.entries()) {
      const list = standing.get(term) ?? [];
      standing.set(term, list);
      for (const place of placesOf(bytes.subarray(ends[index - 1] ?? 0, ends[index]))) list.push(offset + place);
    }
  }
  return postings(standing);
}

function postings(standing: ReadonlyMap<number, number[]>): Posting[] {
  return Array.from(Map.groupBy(standing, ([term]) => bucketOf(term)), ([bucket, entries]) => {
    const stored = entries.map(([, list]) => bytesOf(list));
    let end = 0;
    return { bucket, terms: entries.map(([term]) => term), ends: stored.map(({ length }) => (end += length)), places: Buffer.concat(stored) };
  });
}

/** Two bytes a place, or a bit for each place that there can be, whichever is shorter; which of them it is the length says. */
function bytesOf(list: readonly number[]): Buffer {
  if (list.length * 2 < maskBytes) {
    const bytes = Buffer.alloc(list.length * 2);
    for (const [index, place] of list.entries()) bytes.writeUInt16LE(place, index * 2);
    return bytes;
  }
  const mask = Buffer.alloc(maskBytes);
  for (const place of list) mask[place >> 3] = (mask[place >> 3] ?? 0) | (1 << (place & 7));
  return mask;
}

/** A bit for each place of a segment. */
export type Mask = Uint32Array;

/** In rising order, of the bytes of a {@link Posting}'s term. */
export function placesOf(bytes: Buffer): number[] {
  if (bytes.length === maskBytes) return placesIn(maskOf(bytes));
  return Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readUInt16LE(index * 2));
}

export function maskOf(bytes: Buffer): Mask {
  const mask = new Uint32Array(places / 32);
  if (bytes.length === maskBytes) for (let index = 0; index < mask.length; index += 1) mask[index] = bytes.readUInt32LE(index * 4);
  else for (const place of placesOf(bytes)) mask[place >> 5] = (mask[place >> 5] ?? 0) | (1 << (place & 31));
  return mask;
}

/** What all of them have. @param masks one at least */
export function common([first, ...others]: readonly Mask[]): Mask {
  const mask = Uint32Array.from(first ?? []);
  for (const other of others) for (let index = 0; index < mask.length; index += 1) mask[index] = (mask[index] ?? 0) & (other[index] ?? 0);
  return mask;
}

export function countOf(mask: Mask): number {
  let count = 0;
  for (let index = 0; index < mask.length; index += 1) for (let bits = mask[index] ?? 0; bits !== 0; bits &= bits - 1) count += 1;
  return count;
}

/** In rising order. */
export function placesIn(mask: Mask): number[] {
  const found: number[] = [];
  for (let index = 0; index < mask.length; index += 1) {
    for (let bits = mask[index] ?? 0; bits !== 0; bits &= bits - 1) found.push(index * 32 + 31 - Math.clz32(bits & -bits));
  }
  return found;
}
