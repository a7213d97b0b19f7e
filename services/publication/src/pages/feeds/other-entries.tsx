import { sheetMediaTypes } from '@wenzheng/sheet';
import { dateWords } from '@wenzheng/wording';
import { addDays, startOfBusinessDate } from '@wenzheng/working-days';
import { renderToString } from 'preact-render-to-string';
import type { SessionState } from '../../session/session.rules.js';
import type { ClosedTotals } from '../../statistics/statistics.reader.js';
import { cutOffWords, periodWords } from '../../statistics/period.rules.js';
import { guestWords, interviewPath, noticesOf, stageWords, timeWords } from '../interviews/words.js';
import { correctionWords } from '../statistics/corrections.js';
import { countOf, rateOf } from '../statistics/figures.js';
import type { Entry } from './feed.js';

/** An interview, through its three lives. */
export function interviewEntry(session: SessionState, now: Date): Entry {
  const { opening, closing, postponement, cancellation } = session;
  const state = stageWords(session, now);
  const facts = [guestWords(session), ...noticesOf(session).map(([name, words]) => `${name}：${words}`), ...(closing?.summary ? [closing.summary] : [])];
  const changes = [session.scheduledAt, postponement?.at, cancellation?.at, opening?.at, closing?.at].filter((at) => at !== undefined);
  return {
    path: interviewPath(session),
    title: session.title,
    summary: `${state}。${timeWords(session)}，${guestWords(session)}`,
    html: renderToString(<><p><strong>{state}</strong>{` ${timeWords(session)}`}</p>{facts.map((fact) => <p key={fact}>{fact}</p>)}</>),
    publishedAt: session.scheduledAt,
    updatedAt: new Date(Math.max(...changes.map((at) => at.getTime()))),
    categories: [session.unit.name, state],
  };
}

/** The figures of a closed month or year. */
export function periodEntry({ period, from, to, cutOff, totals, corrections }: ClosedTotals): Entry {
  const cutOffAt = new Date(cutOff);
  const rate = (name: string) => rateOf(totals, name);
  const percent = (name: string) => (rate(name).percent === null ? '无' : `${rate(name).percent}%（${rate(name).of}件中${rate(name).count}件）`);
  const sentence = `受理${countOf(totals, 'registered')}件，已答复${countOf(totals, 'answered')}件，单位按时率${percent('submittedInTime')}，上网按时率${percent('publishedInTime')}，超期未答复${countOf(totals, 'overdue')}件。`;
  const last = corrections?.at(-1);
  const told = last ? `${correctionWords(last)}：${last.reason}` : '';
  const path = `/statistics/${period}`;
  return {
    path,
    title: `${periodWords(period)}办理统计`,
    summary: `${sentence}${told}`,
    html: renderToString(<><p>{`统计${dateWords(from)}至${dateWords(to)}受理登记的留言，数据截至${cutOffWords(cutOffAt)}。`}</p><p>{sentence}</p>{told === '' ? null : <p>{told}</p>}</>),
    publishedAt: cutOffAt,
    updatedAt: last ? new Date(last.correctedAt) : cutOffAt,
    categories: ['办理统计'],
    files: [
      { path: `${path}.csv`, mediaType: 'text/csv', title: '全部数据（CSV）' },
      { path: `${path}.xlsx`, mediaType: sheetMediaTypes.xlsx, title: '全部数据（XLSX）' },
      { path: `${path}.json`, mediaType: 'application/json', title: '全部数据（JSON）' },
    ],
  };
}

/** Where a feed has nothing to say yet. */
export const startOfYesterday = (today: string): Date => startOfBusinessDate(addDays(today, -1));
