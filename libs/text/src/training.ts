import { fitMultiplier } from './calibration.js';
import type { LearnerDocument } from './document.js';
import { foldsOf, nearDuplicates } from './folds.js';
import { Model, softmax } from './model.js';
import { trainMachines } from './support-vectors.js';
import { vectorOf, vocabularyOf } from './vectors.js';

export interface Example {
  document: LearnerDocument;
  label: string;
}

/** What was predicted of a document by a learner that had not seen it. */
export interface Prediction {
  label: string;
  predicted: string;
  confidence: number;
}

export interface Trained {
  model: Model;
  /** One per example, in their order: what thresholds are chosen by. */
  unseen: Prediction[];
}

const innerFolds = 3;
/** Too few examples to hold any back: the softmax of plain scores. */
const uncalibrated = 1;

export interface TrainingOptions {
  /** Of near duplicates, which stay in one fold; found here where nobody gives them. */
  groups?: readonly number[];
  /** What is known of labels beside the examples: every learner gets them, and none is judged by them. */
  known?: readonly Example[];
}

/** Trains on all examples, and once for each inner fold on the others: their scores calibrate the model, and their predictions say how far it can be trusted. */
export function train(examples: readonly Example[], { groups = nearDuplicates(examples.map(({ document }) => document)), known = [] }: TrainingOptions = {}): Trained {
  const labels = [...new Set([...examples, ...known].map(({ label }) => label))].sort();
  if (labels.length === 0) throw new RangeError('a learner needs examples');
  const folds = foldsOf(groups, innerFolds);
  const scores: Float64Array[] = examples.map(() => new Float64Array(labels.length));
  for (let fold = 0; fold < innerFolds; fold += 1) {
    const model = modelOf([...known, ...examples.filter((_, index) => folds[index] !== fold)], labels, uncalibrated);
    for (const [index, { document }] of examples.entries()) if (folds[index] === fold) scores[index] = model.scoresOf(document);
  }
  const multiplier = examples.length < innerFolds ? uncalibrated : fitMultiplier(scores, examples.map(({ label }) => labels.indexOf(label)));
  const unseen = examples.map(({ label }, index): Prediction => {
    const confidences = softmax(scores[index]!, multiplier);
    const confidence = Math.max(...confidences);
    return { label, predicted: labels[confidences.indexOf(confidence)]!, confidence };
  });
  return { model: modelOf([...known, ...examples], labels, multiplier), unseen };
}

function modelOf(examples: readonly Example[], labels: readonly string[], multiplier: number): Model {
  const documents = examples.map(({ document }) => document);
  const numbers = new Map(labels.map((label, index) => [label, index]));
  const own = Int32Array.from(examples, ({ label }) => numbers.get(label)!);
  const vocabulary = vocabularyOf(documents, own, labels.length);
  const weights = trainMachines(documents.map((document) => vectorOf(document, vocabulary)), own, labels.length, vocabulary.places.size);
  return new Model(labels, vocabulary, Float32Array.from(weights), multiplier);
}
