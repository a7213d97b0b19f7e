import { blocksOf, type LearnerDocument, type TermCounts } from './document.js';

export interface SparseVector {
  indices: Int32Array;
  values: Float64Array;
}

/** The terms that count, each with its place in vectors and its weight. */
export interface Vocabulary {
  places: ReadonlyMap<string, number>;
  weights: Float32Array;
}

const leadWeight = 0.7;
const minDocuments = 2;
/** The most frequent ones; bounds what a model takes in memory and in the database. */
const maxTerms = 60_000;
/** A term that stands in the documents of one label alone weighs up to three times as much, the surer the more documents it has. */
const concentrationGain = 2;
const concentrationPrior = 2;

export function vocabularyOf(documents: readonly LearnerDocument[], labels: Int32Array, labelCount: number): Vocabulary {
  const frequencies = new Map<string, number>();
  for (const document of documents) for (const term of distinctTerms(document)) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  const known = [...frequencies].filter(([, frequency]) => frequency >= minDocuments);
  if (known.length > maxTerms) known.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).splice(maxTerms);
  const places = new Map(known.map(([term], place) => [term, place]));

  const ofLabel = new Float64Array(labelCount);
  const counts = new Float32Array(known.length * labelCount);
  for (const [index, document] of documents.entries()) {
    const label = labels[index]!;
    ofLabel[label]! += 1;
    for (const term of distinctTerms(document)) {
      const place = places.get(term);
      if (place !== undefined) counts[place * labelCount + label]! += 1;
    }
  }
  const weights = known.map(([, frequency], place) => {
    const own = Float64Array.from(counts.subarray(place * labelCount, (place + 1) * labelCount));
    return Math.log(documents.length / frequency) * (1 + concentrationGain * concentration(own, ofLabel, documents.length));
  });
  return { places, weights: Float32Array.from(weights) };
}

function* distinctTerms(document: LearnerDocument): Generator<string> {
  for (const block of blocksOf(document)) yield* block.keys();
}

/** 0 for a term that is as frequent under every label, 1 for one that stands under one alone: one minus the normalised entropy, smoothed. */
function concentration(counts: Float64Array, ofLabel: Float64Array, documents: number): number {
  const rates = counts.map((count, label) => (ofLabel[label]! === 0 ? 0 : (count + (concentrationPrior * ofLabel[label]!) / documents) / ofLabel[label]!));
  const total = sum(rates);
  const entropy = rates.reduce((sum, rate) => (rate === 0 ? sum : sum - (rate / total) * Math.log(rate / total)), 0);
  return counts.length === 1 ? 0 : 1 - entropy / Math.log(counts.length);
}

/** A term's place in a vector, with the words that it stands in. */
export interface VectorTerm {
  place: number;
  value: number;
  within: ReadonlyMap<string, number>;
}

/** (1 + ln tf) × weight, each block of length 1, the lead's a little shorter. */
export function termsIn(document: LearnerDocument, vocabulary: Vocabulary): VectorTerm[] {
  return blocksOf(document).flatMap((block, index) => blockTerms(block, vocabulary, index === 0 ? 1 : leadWeight));
}

export function vectorOf(document: LearnerDocument, vocabulary: Vocabulary): SparseVector {
  const terms = termsIn(document, vocabulary);
  return { indices: Int32Array.from(terms, ({ place }) => place), values: Float64Array.from(terms, ({ value }) => value) };
}

function blockTerms(block: TermCounts, { places, weights }: Vocabulary, length: number): VectorTerm[] {
  const terms: VectorTerm[] = [];
  let squares = 0;
  for (const [term, within] of block) {
    const place = places.get(term);
    if (place === undefined) continue;
    let count = 0;
    for (const times of within.values()) count += times;
    const value = (1 + Math.log(count)) * weights[place]!;
    squares += value * value;
    terms.push({ place, value, within });
  }
  const scale = squares === 0 ? 0 : length / Math.sqrt(squares);
  for (const term of terms) term.value *= scale;
  return terms;
}

const sum = (numbers: Float64Array): number => numbers.reduce((total, number) => total + number, 0);
