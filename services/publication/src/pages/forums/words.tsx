import { dateWords } from '@wenzheng/wording';
import { businessDateOf } from '@wenzheng/working-days';
import { stageOf, type ForumStage } from '../../forum/forum-stage.rules.js';
import type { ForumState } from '../../forum/forum.entity.js';

const stages: Readonly<Record<ForumStage, { word: string; tone: string }>> = {
  announced: { word: '已公告', tone: 'blue' },
  'signing-up': { word: '正在报名', tone: 'yellow' },
  'to-be-drawn': { word: '报名截止，待抽签', tone: 'blue' },
  drawn: { word: '已抽签，待举行', tone: 'blue' },
  'taking-place': { word: '正在举行', tone: 'yellow' },
  over: { word: '已结束，纪要待公布', tone: 'purple' },
  minuted: { word: '纪要已公布', tone: 'green' },
  cancelled: { word: '已取消', tone: 'grey' },
};

export function StageTag({ forum, now }: { forum: ForumState; now: Date }) {
  const { word, tone } = stages[stageOf(forum, now)];
  return <span class={`tag ${tone}`}>{forum.state === 'postponed' ? `${word} · 已推迟` : word}</span>;
}

/** 2026年12月 */
export const monthWords = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;

/** 第一期 to 第九十九期, then by figures. */
export function phaseWords(phase: number): string {
  const digits = '零一二三四五六七八九';
  if (phase > 99) return `第${phase}期`;
  const [tens, ones] = [Math.floor(phase / 10), phase % 10];
  return `第${tens === 0 ? '' : `${tens === 1 ? '' : digits[tens]}十`}${ones === 0 ? '' : digits[ones]}期`;
}

const time = (instant: string): string => new Date(new Date(instant).getTime() + 8 * 3_600_000).toISOString().slice(11, 16);

/** 2026年12月15日（星期二）9时至11时 in the words of the platform's dates. */
export const sessionTimeWords = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }): string => `${dateWords(businessDateOf(new Date(startsAt)))} ${time(startsAt)}至${time(endsAt)}`;
