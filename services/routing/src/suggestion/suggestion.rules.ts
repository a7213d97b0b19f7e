import { isRight, wilsonLowerBound, type LearnerDocument, type Model, type Prediction } from '@wenzheng/text';
import { findRemits, reasonOf, winnerOf, type RemitHit } from '../unit/remit.rules.js';
import { lacking, type Unit, type UnitTree } from '../unit/unit-tree.rules.js';

/** A model as a process has it. */
export interface LearnedModel {
  version: number;
  decisions: number;
  thresholds: Readonly<Record<string, number>>;
  model: Model;
}

export interface Suggestible {
  kind: string | null;
  title: string;
  text: string;
  addressedUnit: string | null;
}

export interface Suggestion {
  unit: Unit;
  reasons: { by: 'addressed' | 'duty' | 'learned'; text: string; duty: { item: string; version: number } | null }[];
  /** Calibrated, 0 to 1; null where nothing has been learned of the unit. */
  confidence: number | null;
  /** Words of the message that speak for this unit rather than the next best, and against it. */
  words: { for: string[]; against: string[] };
}

const suggested = 3;
const wordsShown = { for: 5, against: 2 };

/** The units that a message may belong to, the best first: the addressed one, the clear winner of the duties, what was learned, other duties. None for 举报. */
export function suggest(message: Suggestible, tree: UnitTree, learned: LearnedModel | undefined, documentOf: () => LearnerDocument): Suggestion[] {
  if (message.kind === 'report') return [];
  const found = new Map<string, Suggestion>();
  const add = (unit: Unit, reason: Suggestion['reasons'][number]): Suggestion => {
    const suggestion = found.get(unit.code) ?? { unit, reasons: [], confidence: null, words: { for: [], against: [] } };
    suggestion.reasons.push(reason);
    found.set(unit.code, suggestion);
    return suggestion;
  };
  const addDuty = (hit: RemitHit): void => void add(hit.unit, { by: 'duty', text: reasonOf(hit), duty: { item: hit.remit.item, version: hit.remit.version } });
  const addressed = tree.addressed(message.addressedUnit);
  if (addressed) add(addressed, { by: 'addressed', text: '来信人指定该单位', duty: null });
  const hits = findRemits(message, tree);
  const winner = winnerOf(hits, tree);
  if (winner) addDuty(winner);
  if (learned) addLearned(documentOf(), learned, tree, add);
  for (const hit of hits) if (hit !== winner) addDuty(hit);
  return [...found.values()].filter(({ unit }) => lacking(unit).length === 0).slice(0, suggested);
}

function addLearned(document: LearnerDocument, { model, decisions }: LearnedModel, tree: UnitTree, add: (unit: Unit, reason: Suggestion['reasons'][number]) => Suggestion): void {
  const { candidates: ranked, explain } = model.read(document);
  for (const candidate of ranked.slice(0, suggested)) {
    const unit = tree.get(candidate.label);
    if (!unit) continue;
    const suggestion = add(unit, { by: 'learned', text: `据 ${decisions} 件已确认的分派学得`, duty: null });
    suggestion.confidence = candidate.confidence;
    const other = ranked.find(({ label }) => label !== candidate.label);
    if (!other) continue;
    const { words } = explain(candidate.label, other.label);
    suggestion.words = {
      for: words.filter(({ share }) => share > 0).slice(0, wordsShown.for).map(({ word }) => word),
      against: words.filter(({ share }) => share < 0).slice(0, wordsShown.against).map(({ word }) => word),
    };
  }
}

export interface LearnedDecision {
  unit: Unit;
  reason: string;
  modelVersion: number;
}

/** Decisions before anything is assigned without a person. */
export const decisionsToRoute = 1_000;
const decisionsOfUnit = 30;
/** Points of a remit from which on another unit's claim is a person's to judge: a place, or words in title and text. */
const strongClaim = 3;

/**
 * What may be assigned without a person, where neither the writer nor the duties say whose it is: the likeliest unit, if its confidence reaches what was right often enough before. One in
 * twenty goes to a person all the same.
 */
export function decideLearned(messageId: string, hits: readonly RemitHit[], tree: UnitTree, learned: LearnedModel | undefined, documentOf: () => LearnerDocument): LearnedDecision | undefined {
  if (!learned || learned.decisions < decisionsToRoute || isAudited(messageId)) return undefined;
  const [first] = learned.model.rank(documentOf());
  const threshold = first && learned.thresholds[first.label];
  if (!first || threshold === undefined || first.confidence < threshold) return undefined;
  const unit = tree.get(first.label);
  if (!unit || lacking(unit).length > 0) return undefined;
  if (hits.some((hit) => hit.unit.code !== unit.code && hit.score >= strongClaim)) return undefined;
  return { unit, reason: '与该单位以往办理的留言相似', modelVersion: learned.version };
}

/** Five of a hundred, by the message alone: a repeat decides the same. */
export const isAudited = (messageId: string): boolean => Number.parseInt(messageId.slice(-8), 16) % 20 === 0;

const target = 0.95;
/** A point above the target. */
const aim = 0.96;

/** By unit, the least confidence from which on what was predicted of unseen decisions was right often enough, surely enough. Units of few decisions have none. */
export function thresholdsOf(unseen: readonly Prediction[]): Record<string, number> {
  const thresholds: Record<string, number> = {};
  for (const unit of new Set(unseen.map(({ label }) => label))) {
    if (unseen.filter(({ label }) => label === unit).length < decisionsOfUnit) continue;
    const predictions = unseen.filter(({ predicted }) => predicted === unit).sort((a, b) => b.confidence - a.confidence);
    let right = 0;
    for (const [index, one] of predictions.entries()) {
      right += Number(isRight(one));
      const taken = index + 1;
      const isTie = predictions[taken]?.confidence === one.confidence;
      if (!isTie && right / taken >= aim && wilsonLowerBound(right, taken) >= target) thresholds[unit] = one.confidence;
    }
  }
  return thresholds;
}
