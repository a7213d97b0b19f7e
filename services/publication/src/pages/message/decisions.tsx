import { invalidityGroundWords } from '@wenzheng/wording';
import type { DecisionView } from '../../message/message-view.rules.js';
import { Day, Instant } from '../../portal/parts.js';

/** 不予受理, 异议复核, 转出 and 二次办理, with the reasons and where to turn (R04). */
export function Decisions({ decisions, isWriter }: { decisions: readonly DecisionView[]; isWriter: boolean }) {
  if (decisions.length === 0) return null;
  return (
    <section aria-labelledby="decisions">
      <h2 id="decisions">处理决定</h2>
      {decisions.map((decision) => (
        <article class="card" key={decision.at.getTime()}>
          <h3><bdi>{headingOf(decision)}</bdi></h3>
          <p class="text">{decision.reason}</p>
          {decision.kind === 'ruling' ? <Ruling ruling={decision} isWriter={isWriter} /> : null}
          {decision.kind === 'renewal' && decision.dueOn ? <p>答复期限：<Day date={decision.dueOn} /></p> : null}
          {decision.kind === 'transfer' ? <p>对方已于<Instant at={decision.receivedAt} />出具回执，文号：<bdi>{decision.receiptNumber}</bdi></p> : null}
          <p class="meta">信息办作出于<Instant at={decision.at} /></p>
        </article>
      ))}
    </section>
  );
}

function Ruling({ ruling: { guidance, objectionUntil, isLifted }, isWriter }: { ruling: Extract<DecisionView, { kind: 'ruling' }>; isWriter: boolean }) {
  if (isLifted) return <p>经复核，本认定已撤销，留言恢复办理。</p>;
  return (
    <>
      <p>您可以这样办：</p>
      <p class="text">{guidance}</p>
      <p>
        {isWriter ? '您' : '留言人'}不同意的，可以{objectionUntil ? <>在<Day date={objectionUntil} />前（含当日）</> : null}
        {isWriter ? <a href="/query/message/objection">提出一次异议</a> : <>凭受理编号和查询码<a href="/query">提出一次异议</a></>}，由作出认定以外的人员复核。
      </p>
    </>
  );
}

function headingOf(decision: DecisionView): string {
  if (decision.kind === 'ruling') return `不予受理：${invalidityGroundWords.zh[decision.ground]}`;
  if (decision.kind === 'renewal') return `由${decision.unit}二次办理`;
  if (decision.kind === 'no-renewal') return '不再二次办理';
  if (decision.kind === 'transfer') return `转至${decision.to}`;
  return decision.outcome === 'upheld' ? '异议成立' : '异议不成立';
}
