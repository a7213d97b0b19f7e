import { seededRandom, shuffle } from './random.js';
import type { SparseVector } from './vectors.js';

const cost = 0.8;
const maxPasses = 30;
const tolerance = 0.05;
const seed = 1;

/**
 * One linear machine per label against all others: L2-regularised squared hinge loss, solved in the dual, coordinate by coordinate (Hsieh et al.
 * 2008, as in LIBLINEAR). All labels go through a document together, so that it is read once. Weights of one term lie side by side: `weights[place * labels + label]`;
 * the last row is the bias. The same input gives the same weights.
 */
export function trainMachines(vectors: readonly SparseVector[], labels: Int32Array, labelCount: number, terms: number): Float64Array {
  const weights = new Float64Array((terms + 1) * labelCount);
  const dual = new Float64Array(vectors.length * labelCount);
  const squares = Float64Array.from(vectors, ({ values }) => values.reduce((total, value) => total + value * value, 1));
  const softness = softnessOf(labels, labelCount);
  const order = Int32Array.from(vectors.keys());
  const random = seededRandom(seed);
  const margins = new Float64Array(labelCount);
  const steps = new Float64Array(labelCount);

  for (let pass = 0; pass < maxPasses; pass += 1) {
    shuffle(order, random);
    let [highest, lowest] = [-Infinity, Infinity];
    for (const index of order) {
      const { indices, values } = vectors[index]!;
      addScores(margins, vectors[index]!, weights);
      const moving: number[] = [];
      for (let label = 0; label < labelCount; label += 1) {
        const isOwn = labels[index] === label;
        const sign = isOwn ? 1 : -1;
        const soft = isOwn ? softness[label]! : softness[labelCount]!;
        const at = index * labelCount + label;
        const before = dual[at]!;
        const gradient = sign * margins[label]! - 1 + before * soft;
        const projected = before === 0 ? Math.min(gradient, 0) : gradient;
        highest = Math.max(highest, projected);
        lowest = Math.min(lowest, projected);
        if (Math.abs(projected) < 1e-12) continue;
        const after = Math.max(before - gradient / (squares[index]! + soft), 0);
        dual[at] = after;
        steps[label] = (after - before) * sign;
        moving.push(label);
      }
      if (moving.length === 0) continue;
      for (const label of moving) weights[terms * labelCount + label]! += steps[label]!;
      for (let at = 0; at < indices.length; at += 1) {
        const row = indices[at]! * labelCount;
        for (const label of moving) weights[row + label]! += steps[label]! * values[at]!;
      }
    }
    if (highest - lowest <= tolerance) break;
  }
  return weights;
}

/** 1/2C for each label's own documents, dearer for the rarer ones; last for all others' documents. */
function softnessOf(labels: Int32Array, labelCount: number): Float64Array {
  const counts = new Float64Array(labelCount);
  for (const label of labels) counts[label]! += 1;
  const plain = 1 / (2 * cost);
  return Float64Array.from({ length: labelCount + 1 }, (_, label) => (label < labelCount ? plain * Math.sqrt((counts[label]! * labelCount) / labels.length) : plain));
}

/** The score of each label, into `scores`. */
export function addScores(scores: Float64Array, { indices, values }: SparseVector, weights: Float64Array | Float32Array): void {
  const labelCount = scores.length;
  const bias = weights.length - labelCount;
  for (let label = 0; label < labelCount; label += 1) scores[label] = weights[bias + label]!;
  for (let at = 0; at < indices.length; at += 1) {
    const row = indices[at]! * labelCount;
    const value = values[at]!;
    for (let label = 0; label < labelCount; label += 1) scores[label]! += weights[row + label]! * value;
  }
}
