import type { Prediction } from './training.js';

const bins = 10;

/** The mean over the labels that occur of the harmonic mean of precision and recall. */
export function macroF1(predictions: readonly Prediction[]): number {
  const labels = [...new Set(predictions.map(({ label }) => label))];
  const scores = labels.map((label) => {
    const own = predictions.filter((one) => one.label === label).length;
    const said = predictions.filter((one) => one.predicted === label).length;
    const right = predictions.filter((one) => one.label === label && isRight(one)).length;
    return (2 * right) / (own + said);
  });
  return scores.reduce((total, score) => total + score, 0) / labels.length;
}

/** Expected calibration error over ten equal bins of confidence. */
export function calibrationError(predictions: readonly Prediction[]): number {
  const differences = new Float64Array(bins);
  for (const one of predictions) differences[Math.min(bins - 1, Math.floor(one.confidence * bins))]! += one.confidence - Number(isRight(one));
  return differences.reduce((total, difference) => total + Math.abs(difference), 0) / predictions.length;
}

export const accuracy = (predictions: readonly Prediction[]): number => predictions.filter(isRight).length / predictions.length;

export const isRight = ({ label, predicted }: Prediction): boolean => label === predicted;

/** The least confidence from which on so large a share is right; infinite where there is none. */
export function thresholdFor(predictions: readonly Prediction[], precision: number): number {
  const surest = predictions.toSorted((a, b) => b.confidence - a.confidence);
  let [right, threshold] = [0, Infinity];
  for (const [index, one] of surest.entries()) {
    right += Number(isRight(one));
    const isTie = surest[index + 1]?.confidence === one.confidence;
    if (!isTie && right / (index + 1) >= precision) threshold = one.confidence;
  }
  return threshold;
}

/** The lower bound of a share of which `right` of `n` were seen, 95 % of the time (Wilson 1927). */
export function wilsonLowerBound(right: number, n: number): number {
  if (n === 0) return 0;
  const z = 1.96;
  const share = right / n;
  return (share + z ** 2 / (2 * n) - z * Math.sqrt((share * (1 - share)) / n + z ** 2 / (4 * n ** 2))) / (1 + z ** 2 / n);
}
