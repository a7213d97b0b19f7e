import { dateWords } from '@wenzheng/wording';
import { businessDateOf } from '@wenzheng/working-days';
import type { Correction } from '../../statistics/closed-period.entity.js';
import { FigureTable } from './figures.js';

export const correctionWords = ({ number, correctedAt }: Correction): string => `第${number}次更正（${dateWords(businessDateOf(new Date(correctedAt)))}）`;

/** What corrections changed, the last first: the old figure beside the new one, with the reason. */
export function Corrections({ corrections = [] }: { corrections?: readonly Correction[] | undefined }) {
  if (corrections.length === 0) return null;
  return (
    <section aria-labelledby="corrections">
      <h2 id="corrections">更正记录</h2>
      <p class="hint">定期之后得知截止时间以前的情况的，经督查室决定，按同一截止时间重新计算。上面是更正后的数字，原来的数字列在这里。</p>
      {corrections.toReversed().map((correction) => (
        <div key={correction.number}>
          <h3>{correctionWords(correction)}</h3>
          <p>{'更正原因：'}<bdi>{correction.reason}</bdi></p>
          <FigureTable id={`correction-${correction.number}`} caption={`第${correction.number}次更正改动的数字`}>
            <thead><tr><th scope="col">指标</th><th scope="col">更正前</th><th scope="col">更正后</th></tr></thead>
            {[...Map.groupBy(correction.changes, ({ of }) => of)].map(([of, changes]) => (
              <tbody key={of}>
                <tr><th scope="rowgroup" colSpan={3}><strong>{of}</strong></th></tr>
                {changes.map(({ name, before, after }) => (
                  <tr key={name}><th scope="row">{name}</th><td>{before ?? '无'}</td><td>{after ?? '无'}</td></tr>
                ))}
              </tbody>
            ))}
          </FigureTable>
        </div>
      ))}
    </section>
  );
}
