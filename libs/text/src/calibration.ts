const [smallest, largest] = [0.1, 30];
const rounds = 40;
const golden = (Math.sqrt(5) - 1) / 2;

/** The multiplier under which the softmax of the scores makes the labels likeliest (golden section: the loss has one minimum). */
export function fitMultiplier(scores: readonly Float64Array[], labels: ArrayLike<number>): number {
  let [low, high] = [smallest, largest];
  for (let round = 0; round < rounds; round += 1) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (lossOf(scores, labels, left) < lossOf(scores, labels, right)) high = right;
    else low = left;
  }
  return (low + high) / 2;
}

function lossOf(scores: readonly Float64Array[], labels: ArrayLike<number>, multiplier: number): number {
  return scores.reduce((loss, row, index) => {
    const highest = Math.max(...row);
    const total = row.reduce((sum, score) => sum + Math.exp(multiplier * (score - highest)), 0);
    return loss + Math.log(total) - multiplier * (row[labels[index]!]! - highest);
  }, 0);
}
