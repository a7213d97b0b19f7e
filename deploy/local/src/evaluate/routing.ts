import { accuracy, calibrationError, documentOf, documentOfWords, foldsOf, isRight, macroF1, nearDuplicates, thresholdFor, train, type Example, type Prediction } from '@wenzheng/text';
import { z } from 'zod';
import { UsageError } from '../commands/arguments.js';
import { table } from '../commands/table.js';
import type { Evaluation } from './evaluate.js';
import { readRows } from './rows.js';

const text = z.string('缺少，或者不是文字 is missing or no text');
const label = text.min(1, '为空 is empty');
const rowSchema = z.union(
  [z.object({ tokens: z.array(z.string()), label }), z.object({ subject: text, body: text, label })],
  '每行需有 label，以及 tokens（分好的词）或者 subject 和 body a row has a label, and tokens (segmented words) or subject and body, all of them texts',
);

const folds = 5;
const target = 0.95;
/** Aimed at on unseen rows of the training part, so that the target is met on others. */
const aim = 0.96;

/** What one learner said of rows that it had not seen, and the confidence from which it may be trusted, chosen without those rows. */
interface Judged {
  predictions: Prediction[];
  taken: Prediction[];
}

/** How well the learning router does: five folds of TRAIN, or all of TRAIN against TEST. */
export const routingEvaluation: Evaluation = {
  usage: 'routing TRAIN.jsonl [TEST.jsonl] (rows with tokens, or with subject and body, and label)',
  async run(args) {
    const [trainFile, testFile, ...more] = args;
    if (trainFile === undefined || more.length > 0) throw new UsageError(`npm run evaluate -- ${this.usage}`);
    const examples = await examplesIn(trainFile);
    const test = testFile === undefined ? undefined : await examplesIn(testFile);
    const judged = test ? [judge(examples, nearDuplicates(examples.map(({ document }) => document)), test, `${trainFile} → ${testFile}`)] : byFolds(examples);
    return report(judged.flatMap(({ predictions }) => predictions), judged.flatMap(({ taken }) => taken));
  },
};

async function examplesIn(file: string): Promise<Example[]> {
  const rows = await readRows(file, rowSchema);
  console.log(`${file}: ${rows.length} rows`);
  const examples = rows.map((row): Example => ({
    document: 'tokens' in row ? documentOfWords(row.tokens) : documentOf({ title: row.subject, text: row.body }),
    label: row.label,
  }));
  return examples;
}

/** Near duplicates are kept in one fold: what is learned by heart says nothing. */
function byFolds(examples: readonly Example[]): Judged[] {
  if (examples.length < folds) throw new UsageError(`交叉验证至少需要 ${folds} 行 five folds need at least ${folds} rows`);
  const groups = nearDuplicates(examples.map(({ document }) => document));
  const fold = foldsOf(groups, folds);
  console.log(`${new Set(groups).size} groups of near duplicates 近似重复`);
  return Array.from({ length: folds }, (_, at) => {
    const isOutside = (_one: unknown, index: number): boolean => fold[index] !== at;
    return judge(examples.filter(isOutside), groups.filter(isOutside), examples.filter((_one, index) => fold[index] === at), `fold ${at + 1} of ${folds}`);
  }).filter(({ predictions }) => predictions.length > 0);
}

function judge(examples: readonly Example[], groups: readonly number[], test: readonly Example[], name: string): Judged {
  const began = performance.now();
  const { model, unseen } = train(examples, { groups });
  const trained = performance.now();
  const predictions = test.map(({ document, label: own }): Prediction => {
    const [first] = model.rank(document);
    return { label: own, predicted: first!.label, confidence: first!.confidence };
  });
  const seconds = ((trained - began) / 1000).toFixed(1);
  const each = ((performance.now() - trained) / Math.max(1, test.length)).toFixed(2);
  const threshold = thresholdFor(unseen, aim);
  console.log(`${name}: ${examples.length} learned in ${seconds} s, ${each} ms a prediction, macro-F1 ${test.length > 0 ? percent(macroF1(predictions)) : '–'}`);
  return { predictions, taken: predictions.filter(({ confidence }) => confidence >= threshold) };
}

function report(predictions: readonly Prediction[], taken: readonly Prediction[]): object {
  const labels = [...new Set(predictions.map(({ label: own }) => own))].sort();
  const rows = labels.map((own) => {
    const [of, said] = [predictions.filter((one) => one.label === own), predictions.filter((one) => one.predicted === own)];
    const by = taken.filter((one) => one.predicted === own);
    return [own, String(of.length), share(said), percent(of.filter(isRight).length / of.length), `${by.length}, ${share(by)} right`];
  });
  console.log(`\n${table([['label', 'rows', 'precision', 'recall', 'taken without a person'], ...rows])}\n`);
  const precision = taken.length === 0 ? 0 : accuracy(taken);
  const [most, coverage] = [coverageFrom(predictions, thresholdFor(predictions, target)), taken.length / predictions.length];
  console.log(`accuracy 准确率 ${percent(accuracy(predictions))} of ${predictions.length}`);
  console.log(`taken without a person 自动分派 ${taken.length} of ${predictions.length} (${percent(coverage)}), ${share(taken)} right: confidence from where ${aim} of the training part's unseen rows are right`);
  console.log(`with hindsight 事后最优 ${percent(most)} at a precision of ${target}`);
  return { n: predictions.length, macroF1: rounded(macroF1(predictions)), ece: rounded(calibrationError(predictions)), coverageAt95: rounded(precision >= target ? coverage : Math.min(coverage, most)) };
}

const coverageFrom = (predictions: readonly Prediction[], threshold: number): number => predictions.filter(({ confidence }) => confidence >= threshold).length / predictions.length;
const share = (predictions: readonly Prediction[]): string => (predictions.length === 0 ? '–' : percent(accuracy(predictions)));
const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
const rounded = (value: number): number => Math.round(value * 10_000) / 10_000;
