import type { MonthFigures } from '../../statistics/statistics.reader.js';
import { periodWords } from '../../statistics/period.rules.js';
import { countOf, FigureTable, RateCells } from './figures.js';

const width = 400;
const height = 200;
const frame = { left: 34, right: 344, top: 14, bottom: 172 };
const series = [
  { name: 'registered', word: '受理', isDashed: false },
  { name: 'answered', word: '已答复', isDashed: true },
] as const;

/** The smallest of 1, 2 and 5 times a power of ten, four of which reach as high. */
function stepFor(highest: number): number {
  const least = Math.max(1, highest / 4);
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5, 10].find((times) => times * power >= least) ?? 10) * power;
}

interface TrendOf {
  axis: readonly string[];
  months: readonly MonthFigures[];
  minimumSample: number;
  /** Of what: in the drawing's name. */
  of?: string;
  /** Where a month leads; null: nowhere. */
  pathOf?: ((month: string) => string) | null;
}

/** 13 months as lines, the same figures beneath in a table. A month that is not closed leaves a gap. */
export function Trend({ axis, months, minimumSample, of = '', pathOf = (month) => `/statistics/${month}` }: TrendOf) {
  const known = new Map(months.map((one) => [one.month, one.totals]));
  const step = stepFor(Math.max(1, ...months.flatMap(({ totals }) => series.map(({ name }) => countOf(totals, name)))));
  const steps = [0, 1, 2, 3, 4];
  const x = (index: number) => frame.left + ((frame.right - frame.left) * index) / (axis.length - 1);
  const y = (value: number) => Math.round((frame.bottom - ((frame.bottom - frame.top) * value) / (4 * step)) * 10) / 10;
  const valueAt = (name: string, month: string) => {
    const totals = known.get(month);
    return totals ? countOf(totals, name) : null;
  };
  const last = axis.at(-1) ?? '';
  const heights = series.map(({ name }) => y(valueAt(name, last) ?? 0));
  const isCrowded = Math.abs((heights[0] ?? 0) - (heights[1] ?? 0)) < 14;
  return (
    <>
      <svg class="trend" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby="trend-title">
        <title id="trend-title">{`${of}${periodWords(axis[0] ?? '')}至${periodWords(last)}各月受理和已答复的件数，数字见下表`}</title>
        {steps.map((times) => (
          <g key={times}>
            <line class="grid" x1={frame.left} x2={frame.right} y1={y(times * step)} y2={y(times * step)} />
            <text x={frame.left - 5} y={y(times * step) + 4} text-anchor="end">{times * step}</text>
          </g>
        ))}
        {axis.map((month, index) => (index % 3 === 0 ? <text key={month} x={x(index)} y={frame.bottom + 18} text-anchor="middle">{`${month.slice(2, 4)}.${Number(month.slice(5))}`}</text> : null))}
        {series.map(({ name, word, isDashed }, place) => {
          const points = axis.map((month, index) => ({ at: x(index), value: valueAt(name, month) }));
          const path = points.map(({ at, value }, index) => (value === null ? '' : `${points[index - 1]?.value == null ? 'M' : 'L'}${at.toFixed(1)} ${y(value)}`)).join('');
          const end = points.at(-1);
          return (
            <g key={name} class={isDashed ? 'second' : 'first'}>
              <path d={path} fill="none" stroke-dasharray={isDashed ? '5 3' : undefined} />
              {points.map(({ at, value }) => (value === null ? null : <circle key={at} cx={at.toFixed(1)} cy={y(value)} r="2.5" />))}
              {end?.value == null ? null : <text x={end.at + 8} y={y(end.value) + 4 + (isCrowded ? (place === 0 ? -7 : 7) : 0)}>{word}</text>}
            </g>
          );
        })}
      </svg>
      <FigureTable id="trend-table" caption="按受理登记的月份，各月数字为该月定期时的数字">
        <thead>
          <tr><th scope="col">月份</th><th scope="col">受理</th><th scope="col">已答复</th><th scope="col">单位按时率</th><th scope="col">上网按时率</th><th scope="col">超期未答复</th></tr>
        </thead>
        <tbody>
          {months.toReversed().map(({ month, totals }) => (
            <tr key={month}>
              <th scope="row">{pathOf ? <a href={pathOf(month)}>{periodWords(month)}</a> : periodWords(month)}</th>
              <td>{countOf(totals, 'registered')}</td>
              <td>{countOf(totals, 'answered')}</td>
              <RateCells figures={totals} minimumSample={minimumSample} lists={null} />
              <td>{countOf(totals, 'overdue')}</td>
            </tr>
          ))}
        </tbody>
      </FigureTable>
    </>
  );
}
