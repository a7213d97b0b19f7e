import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg } from 'node:os';
import path from 'node:path';
import type { Cpu } from './processes.js';

/** One line of the table. */
export interface Row {
  part: string;
  what: string;
  value: number;
  unit: string;
  goal?: { atLeast: number } | { atMost: number };
  /** The same of the other checkout, measured in turns with this one. */
  against?: number;
  /** Microseconds of CPU per operation, by process. */
  cpu?: Record<string, number>;
}

export interface Report {
  begun: string;
  mode: 'quick' | 'full';
  machine: { cpus: number; model: string; node: string };
  /** The other checkout's folder. */
  against?: string;
  /** One-minute load averages: before, and after. */
  load: [number, number];
  rows: Row[];
}

export function newReport(mode: Report['mode'], against?: string): Report {
  const machine = { cpus: availableParallelism(), model: cpus()[0]?.model ?? 'unknown', node: process.version };
  return { begun: new Date().toISOString(), mode, machine, ...(against ? { against } : {}), load: [loadNow(), NaN], rows: [] };
}

export const loadNow = (): number => loadavg()[0] ?? NaN;

export const perOperation = (cpu: Cpu, operations: number): Record<string, number> =>
  Object.fromEntries(Object.entries(cpu).map(([name, seconds]) => [name, Math.round((seconds / operations) * 1e6)]));

/** Row by row, with what the other checkout did. */
export const beside = (rows: readonly Row[], others: readonly Row[] = []): Row[] =>
  rows.map((row) => {
    const other = others.find(({ what }) => what === row.what);
    return other ? { ...row, against: other.value } : row;
  });

export const isMet = ({ value, goal }: Row): boolean | undefined =>
  goal && ('atLeast' in goal ? value >= goal.atLeast : value <= goal.atMost);

export function tableOf(rows: readonly Row[]): string {
  const compared = rows.some(({ against }) => against !== undefined);
  const columns = ['part', 'measure', 'median', ...(compared ? ['before', 'now : before'] : []), 'goal', 'met', 'CPU per operation, µs'];
  const lines = [columns, ...rows.map((row) => cells(row, compared))];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines.map((line) => `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`).flatMap((line, index) => (index === 0 ? [line, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`] : [line])).join('\n');
}

function cells(row: Row, compared: boolean): string[] {
  const goal = !row.goal ? '' : 'atLeast' in row.goal ? `≥ ${row.goal.atLeast}` : `≤ ${row.goal.atMost}`;
  const met = isMet(row);
  const cpu = Object.entries(row.cpu ?? {}).filter(([, micros]) => micros > 0).map(([name, micros]) => `${name} ${micros}`);
  const before = row.against === undefined ? ['', ''] : [`${rounded(row.against)} ${row.unit}`.trim(), row.against === 0 ? '' : `${rounded(row.value / row.against)} ×`];
  return [row.part, row.what, `${rounded(row.value)} ${row.unit}`.trim(), ...(compared ? before : []), goal, met === undefined ? '' : met ? 'yes' : 'NO', cpu.join(', ')];
}

const rounded = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value).toString() : Number(value.toPrecision(3)).toString());

export async function writeReport(folder: string, report: Report): Promise<string> {
  const file = path.join(folder, `${report.begun.replaceAll(':', '-')}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
  return file;
}
