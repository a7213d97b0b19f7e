import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import type { ClosedFigures } from '../../statistics/closed-period.entity.js';
import { periodWords } from '../../statistics/period.rules.js';
import { measureWords } from './figures.js';

/** @param figures the latest that were closed: each figure comes with its definition */
export function definitionsPage({ site, figures, minimumSample }: { site: Site; figures: ClosedFigures | null; minimumSample: number }): string {
  return renderPage({
    site,
    title: '指标解释',
    current: 'statistics',
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/statistics', name: '办理统计' }]} here="指标解释" />
        <h1>指标解释</h1>
        <div class="reading">
          <p>统计按受理登记的日期归入各月、各年。期满当日24时为截止时间：此前发生的计入，此后的答复、更正不再改变已公布的数字。</p>
          <p>单位按时看承办单位何时提交，上网按时看何时公布；审核、发布造成的迟延由市里承担，两项并列公布。</p>
          <p>{`比率的分母不足${minimumSample}件的，只列件数，注明“样本不足”，不参与排序。`}</p>
        </div>
        {figures ? (
          <div class="scroll" role="group" aria-labelledby="defined" tabIndex={0}>
            <table>
              <caption id="defined">{`与${periodWords(figures.period)}统计一并公布`}</caption>
              <thead><tr><th scope="col">指标</th><th scope="col">解释</th><th scope="col">计量单位</th></tr></thead>
              <tbody>
                {figures.definitions.map(({ name, title, zh, unit }) => (
                  <tr key={name} id={name}><th scope="row">{title}</th><td>{zh}</td><td>{measureWords(unit)}</td></tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : <p>各项指标的解释与第一期统计一并公布。</p>}
      </>
    ),
  });
}
