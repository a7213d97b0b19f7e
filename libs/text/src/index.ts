export { cut, segment } from './segmentation.js';
export { documentOf, documentOfWords, type LearnerDocument } from './document.js';
export { Model, type Candidate, type Explanation, type Reading, type WordShare } from './model.js';
export { train, type Example, type Prediction, type Trained, type TrainingOptions } from './training.js';
export { foldsOf, nearDuplicates } from './folds.js';
export { accuracy, calibrationError, isRight, macroF1, thresholdFor, wilsonLowerBound } from './measures.js';
