import { renderPage, type Site } from '@wenzheng/page-frame';
import { dateWords } from '@wenzheng/wording';
import { addDays, type BusinessDate } from '@wenzheng/working-days';
import { alternatesOf, statisticsFeed } from '../../portal/feed-address.js';
import type { CurrentCount } from '../../statistics/figure.rules.js';
import { monthBefore, periodWords, trendOf } from '../../statistics/period.rules.js';
import type { MonthFigures } from '../../statistics/statistics.reader.js';
import { PeriodLinks } from './period.view.js';
import { Trend } from './trend.js';

export interface StatisticsPage {
  site: Site;
  today: BusinessDate;
  /** Of what was registered this month, until now. */
  month: { registered: number; answered: number; inTime: number; overdue: number };
  months: readonly MonthFigures[];
  periods: readonly string[];
  minimumSample: number;
}

export function statisticsPage({ site, today, month, months, periods, minimumSample }: StatisticsPage): string {
  const now = today.slice(0, 7);
  const latest = months.at(-1)?.month;
  return renderPage({
    site,
    title: '办理统计',
    current: 'statistics',
    alternates: alternatesOf('办理统计', statisticsFeed),
    children: (
      <>
        <h1>办理统计</h1>
        <p>每月、每年的办理情况在期满后统一定期公布，公布后只因更正改动，原来的数字和更正原因同时保留。每一项怎样计算，见<a href="/statistics/definitions">指标解释</a>。</p>
        <section aria-labelledby="now">
          <h2 id="now">{`本月（初步，截至${dateWords(today)}）`}</h2>
          <p>
            受理<Now month={now} figure="registered" value={month.registered} />，其中已答复<Now month={now} figure="answered" value={month.answered} />，
            已答复中按时公布<Now month={now} figure="publishedInTime" value={month.inTime} />；目前超期未答复{month.overdue > 0 ? <a href="/messages?state=overdue">{month.overdue}件</a> : '0件'}。
          </p>
          <p class="hint">{`${periodWords(now)}统计将于${dateWords(`${monthBefore(now, -1)}-01`)}公布，统计截至${dateWords(addDays(`${monthBefore(now, -1)}-01`, -1))}24时。`}</p>
        </section>
        <section aria-labelledby="periods">
          <h2 id="periods">各期统计</h2>
          {periods.length === 0 ? <p>尚无已定期的统计。</p> : <PeriodLinks periods={periods} />}
        </section>
        {latest ? (
          <section aria-labelledby="trend">
            <h2 id="trend">近13个月</h2>
            <Trend axis={trendOf(latest)} months={months} minimumSample={minimumSample} />
          </section>
        ) : null}
      </>
    ),
  });
}

function Now({ month, figure, value }: { month: string; figure: CurrentCount; value: number }) {
  return value > 0 ? <a href={`/messages?from=${month}-01&figure=${figure}`}>{value}件</a> : <>0件</>;
}
