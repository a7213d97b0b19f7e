import type { LearnerDocument } from './document.js';
import { addScores } from './support-vectors.js';
import { termsIn, vectorOf, type VectorTerm, type Vocabulary } from './vectors.js';

export interface Candidate {
  label: string;
  score: number;
  /** Calibrated, 0 to 1; of all labels together 1. */
  confidence: number;
}

/** What a word adds to one label's score over another's. */
export interface WordShare {
  word: string;
  share: number;
}

export interface Explanation {
  /** By size of share; with `bias` they add up to the difference of the two scores. */
  words: WordShare[];
  /** What the two labels differ in before a word is read. */
  bias: number;
}

export interface Reading {
  candidates: Candidate[];
  /** Why `chosen` scores higher than `other`, exactly: the learner is a sum, and each summand belongs to words. */
  explain(chosen: string, other: string): Explanation;
}

/** A trained learner. Immutable; `toBytes` and `Model.from` carry it from process to process. */
export class Model {
  constructor(
    readonly labels: readonly string[],
    private readonly vocabulary: Vocabulary,
    /** As `trainMachines` lays them out. */
    private readonly weights: Float32Array,
    /** What scores are multiplied by before the softmax, fitted on documents that the learner had not seen. */
    readonly multiplier: number,
  ) {}

  scoresOf(document: LearnerDocument): Float64Array {
    const scores = new Float64Array(this.labels.length);
    addScores(scores, vectorOf(document, this.vocabulary), this.weights);
    return scores;
  }

  /** All labels, the likeliest first. */
  rank(document: LearnerDocument): Candidate[] {
    return this.read(document).candidates;
  }

  /** Reads a document once, for its labels and for the reasons. */
  read(document: LearnerDocument): Reading {
    const terms = termsIn(document, this.vocabulary);
    const scores = new Float64Array(this.labels.length);
    addScores(scores, { indices: Int32Array.from(terms, ({ place }) => place), values: Float64Array.from(terms, ({ value }) => value) }, this.weights);
    const confidences = softmax(scores, this.multiplier);
    const candidates = this.labels.map((label, index) => ({ label, score: scores[index]!, confidence: confidences[index]! })).sort((a, b) => b.score - a.score);
    return { candidates, explain: (chosen, other) => this.explain(terms, chosen, other) };
  }

  private explain(terms: readonly VectorTerm[], chosen: string, other: string): Explanation {
    const [count, first, second] = [this.labels.length, this.labels.indexOf(chosen), this.labels.indexOf(other)];
    if (first === -1 || second === -1) throw new RangeError('the model does not know this label');
    const difference = (row: number): number => this.weights[row * count + first]! - this.weights[row * count + second]!;
    const shares = new Map<string, number>();
    for (const { place, value, within } of terms) {
      const share = value * difference(place);
      let total = 0;
      for (const times of within.values()) total += times;
      for (const [word, times] of within) shares.set(word, (shares.get(word) ?? 0) + (share * times) / total);
    }
    const words = [...shares].map(([word, share]) => ({ word, share })).sort((a, b) => Math.abs(b.share) - Math.abs(a.share) || (a.word < b.word ? -1 : 1));
    return { words, bias: difference(this.weights.length / count - 1) };
  }

  /** A line of JSON, then the numbers. */
  toBytes(): Buffer {
    const head = JSON.stringify({ labels: this.labels, multiplier: this.multiplier, terms: [...this.vocabulary.places.keys()] });
    const bytes = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer => Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
    return Buffer.concat([Buffer.from(`${head}\n`), bytes(this.vocabulary.weights), bytes(this.weights)]);
  }

  static from(bytes: Uint8Array): Model {
    const end = bytes.indexOf(0x0a);
    const head = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString()) as { labels: string[]; multiplier: number; terms: string[] };
    // A copy: numbers begin at a multiple of four.
    const numbers = new Float32Array(new Uint8Array(bytes.subarray(end + 1)).buffer);
    const vocabulary = { places: new Map(head.terms.map((term, place) => [term, place])), weights: numbers.subarray(0, head.terms.length) };
    return new Model(head.labels, vocabulary, numbers.subarray(head.terms.length), head.multiplier);
  }
}

export function softmax(scores: ArrayLike<number>, multiplier: number): Float64Array {
  const highest = Math.max(...Array.from(scores));
  const powers = Float64Array.from(scores, (score) => Math.exp(multiplier * (score - highest)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
