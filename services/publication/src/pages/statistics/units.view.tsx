import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { dateWords } from '@wenzheng/wording';
import type { ComponentChildren } from 'preact';
import type { ClosedFigures, FigureSet } from '../../statistics/closed-period.entity.js';
import type { ListedCount } from '../../statistics/figure.rules.js';
import { periodWords } from '../../statistics/period.rules.js';
import { Count, countOf, CutOff, Downloads, FigureTable, percentWords, Rate, RateCells, rateOf, stageDays, stageWords, type Lists } from './figures.js';
import { sortings, unitGroups, type Sorting, type UnitGroup, type UnitRow } from './league.rules.js';

export interface UnitsPage {
  site: Site;
  figures: ClosedFigures;
  rows: readonly UnitRow[];
  group?: UnitGroup | undefined;
  sort?: Sorting | undefined;
  minimumSample: number;
  /** The messages that it counts are known. */
  isListed: boolean;
}

/** One address for one table; parameters in fixed order. */
function leaguePath(period: string, group: UnitGroup | undefined, sort: Sorting | undefined): string {
  const query = new URLSearchParams({ ...(group ? { group } : {}), ...(sort && sort !== 'unit' ? { sort } : {}) });
  return query.size > 0 ? `/statistics/${period}/units?${query}` : `/statistics/${period}/units`;
}

export function unitsPage({ site, figures, rows, group, sort = 'unit', minimumSample, isListed }: UnitsPage): string {
  const { period, totals } = figures;
  const listsOf = (unit: string): Lists | null => (isListed ? { period, unit } : null);
  const waiting = figures.units.find(({ unit }) => unit === null);
  return renderPage({
    site,
    title: `${periodWords(period)}单位办理情况表`,
    current: 'statistics',
    isIndexed: group === undefined && sort === 'unit',
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/statistics', name: '办理统计' }, { href: `/statistics/${period}`, name: periodWords(period) }]} here="单位办理情况表" />
        <h1>{`${periodWords(period)}单位办理情况表`}</h1>
        <p class="hint">
          {`统计${dateWords(figures.from)}至${dateWords(figures.to)}受理登记的留言，数据截至`}<CutOff figures={figures} />{'。'}
          <a href="/statistics/definitions">指标解释</a>
        </p>
        <p>{`单位按时率看承办单位何时提交答复，上网按时率看答复何时公布，两者之差是审核发布造成的迟延。分母不足${minimumSample}件的注明“样本不足”，不参与排序。`}</p>
        <nav aria-label="单位范围" class="row">
          {[undefined, ...(Object.keys(unitGroups) as UnitGroup[])].map((one) => (
            <Option key={one ?? 'all'} href={leaguePath(period, one, sort)} isHere={one === group}>{one ? unitGroups[one] : '全部单位'}</Option>
          ))}
        </nav>
        {rows.length === 0 ? <p>没有受理过留言的单位。</p> : <>
          <ul class="list cards">{rows.map(({ unit, figures: of }) => <Card key={unit.code} name={unit.name} figures={of} minimumSample={minimumSample} lists={listsOf(unit.code)} />)}</ul>
          <details class="filter">
            <summary>看完整表格</summary>
            <League {...{ figures, rows, group, sort, minimumSample, listsOf }} />
          </details>
        </>}
        {waiting ? <p class="hint">{`另有${countOf(waiting, 'registered')}件截至统计时没有承办单位（待分拨），不计入任何单位。`}</p> : null}
        <p class="hint">{`全市：单位按时率${percentWords(rateOf(totals, 'submittedInTime').percent)}，上网按时率${percentWords(rateOf(totals, 'publishedInTime').percent)}。`}</p>
        <Downloads period={period} />
      </>
    ),
  });
}

function Option({ href, isHere, children }: { href: string; isHere: boolean; children: ComponentChildren }) {
  return isHere ? <strong aria-current="page">{children}</strong> : <a href={href}>{children}</a>;
}

interface OfUnit {
  figures: FigureSet;
  minimumSample: number;
  lists: Lists | null;
}

function Card({ name, ...of }: OfUnit & { name: string }) {
  const { figures, lists } = of;
  return (
    <li>
      <h3>{name}</h3>
      <dl class="six">
        <div><dt>受理</dt><dd><Count set={figures} name="registered" lists={lists} /></dd></div>
        <div><dt>已答复</dt><dd><Count set={figures} name="answered" lists={lists} /></dd></div>
        <div><dt>单位按时率</dt><dd><Rate {...of} name="submittedInTime" /></dd></div>
        <div><dt>上网按时率</dt><dd><Rate {...of} name="publishedInTime" /></dd></div>
        <div><dt>超期未答复</dt><dd><Count set={figures} name="overdue" lists={lists} /></dd></div>
        <div><dt>用时中位数</dt><dd>{stageWords(figures, 'publication', 'median')}</dd></div>
      </dl>
    </li>
  );
}

function League({ figures: { period }, rows, group, sort, minimumSample, listsOf }: Pick<UnitsPage, 'figures' | 'rows' | 'group' | 'minimumSample'> & { sort: Sorting; listsOf: (unit: string) => Lists | null }) {
  const Heading = ({ by }: { by: Sorting }) => (
    <th scope="col" aria-sort={by === sort ? (by === 'unit' || by === 'median' ? 'ascending' : 'descending') : undefined}>
      {by === sort ? sortings[by] : <a href={leaguePath(period, group, by)}>{sortings[by]}</a>}
    </th>
  );
  return (
    <FigureTable id="league" caption={`${periodWords(period)}，按${sort === 'unit' ? '单位顺序' : sortings[sort]}排列，点表头改变排列；用时以工作日计`}>
      <thead>
        <tr>
          <Heading by="unit" />
          <Heading by="registered" />
          <Heading by="answered" />
          <Heading by="submittedInTime" />
          <Heading by="publishedInTime" />
          <th scope="col">延期</th>
          <th scope="col">仅阶段性回复</th>
          <Heading by="overdue" />
          <Heading by="median" />
          <th scope="col">九成不超过</th>
          <th scope="col">满意率</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ unit, figures }) => {
          const of = { figures, minimumSample, lists: listsOf(unit.code) };
          const counted = (name: ListedCount) => <td><Count set={figures} name={name} lists={of.lists} /></td>;
          return (
            <tr key={unit.code}>
              <th scope="row">{unit.name}</th>
              {counted('registered')}
              {counted('answered')}
              <RateCells {...of} />
              {counted('extended')}
              {counted('interimOnly')}
              {counted('overdue')}
              <td>{stageDays(figures, 'publication', 'median')}</td>
              <td>{stageDays(figures, 'publication', 'p90')}</td>
              <td>{percentWords(figures.satisfaction.percent)}<span class="n">{`${figures.satisfaction.n}人评价`}</span></td>
            </tr>
          );
        })}
      </tbody>
    </FigureTable>
  );
}
