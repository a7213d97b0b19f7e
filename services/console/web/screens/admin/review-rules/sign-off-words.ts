import type { ReviewPolicy } from '../../../api/schemas.js';
import { kindWords } from '../../../words.js';

export const reviewWords: Record<ReviewPolicy['review'], string> = { none: '不审核，签发后即公开', 'soft-findings': '有待核事项的先审核', all: '全部先审核' };

type Step = ('reviewer' | 'principal')[];
const postWords = { reviewer: '审核人', principal: '主要负责人' } as const;

/** What a unit's papers go through, as people choose it. */
export const stepChoices: readonly { code: 'one' | 'principal' | 'two' | 'none' | 'general'; word: string; steps: readonly Step[] | null }[] = [
  { code: 'two', word: '两步：审核人审核，主要负责人签发', steps: [['reviewer'], ['principal']] },
  { code: 'one', word: '一步：审核人或主要负责人签发', steps: [['reviewer', 'principal']] },
  { code: 'principal', word: '一步：主要负责人签发', steps: [['principal']] },
  { code: 'none', word: '不设步骤：网管员直接签发', steps: [] },
  { code: 'general', word: '取消专门规定，适用更一般的规则', steps: null },
];

/** The steps in one line; the last one signs. */
export function stepsWords(steps: readonly (readonly ('reviewer' | 'principal')[])[] | null): string {
  if (steps === null) return '适用更一般的规则';
  if (steps.length === 0) return '网管员直接签发';
  return steps.map((step, n) => `${step.map((post) => postWords[post]).join('或')}${n === steps.length - 1 ? '签发' : '审核'}`).join('，');
}

export function scopeWords(unit: string | null, kind: keyof (typeof kindWords)['zh'] | null): string {
  if (unit === null && kind === null) return '全市通用';
  return `${unit ?? '全部单位'}${kind === null ? '' : `的${kindWords.zh[kind]}`}`;
}
