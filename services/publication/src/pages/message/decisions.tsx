import { inChinese, useLanguage } from '@wenzheng/page-frame';
import { invalidityGroundWords, type Language } from '@wenzheng/wording';
import type { DecisionView } from '../../message/message-view.rules.js';
import { Day, Instant } from '../../portal/parts.js';
import { messageWords } from './words.js';

/** 不予受理, 异议复核, 转出 and 二次办理, with the reasons and where to turn (R04). */
export function Decisions({ decisions, isWriter }: { decisions: readonly DecisionView[]; isWriter: boolean }) {
  const language = useLanguage();
  const words = messageWords[language];
  if (decisions.length === 0) return null;
  return (
    <section aria-labelledby="decisions">
      <h2 id="decisions">{words.decisions}</h2>
      {decisions.map((decision) => (
        <article class="card" key={decision.at.getTime()}>
          <h3><bdi>{headingOf(decision, language)}</bdi></h3>
          <p class="text" {...inChinese(language)}>{decision.reason}</p>
          {decision.kind === 'ruling' ? <Ruling ruling={decision} isWriter={isWriter} /> : null}
          {decision.kind === 'renewal' && decision.dueOn ? <p>{words.replyBy}<Day date={decision.dueOn} /></p> : null}
          {decision.kind === 'transfer' ? <p>{words.receiptAt}<Instant at={decision.receivedAt} />{words.receipt}<bdi>{decision.receiptNumber}</bdi></p> : null}
          <p class="meta">{words.decidedAt}<Instant at={decision.at} /></p>
        </article>
      ))}
    </section>
  );
}

function Ruling({ ruling: { guidance, objectionUntil, isLifted }, isWriter }: { ruling: Extract<DecisionView, { kind: 'ruling' }>; isWriter: boolean }) {
  const language = useLanguage();
  const { objection, ...words } = messageWords[language];
  if (isLifted) return <p>{words.lifted}</p>;
  return (
    <>
      <p>{words.guidance}</p>
      <p class="text" {...inChinese(language)}>{guidance}</p>
      <p>
        {isWriter ? objection.you : objection.writer}{objection.disagree}{objectionUntil ? <>{objection.until}<Day date={objectionUntil} />{objection.included}</> : null}
        {isWriter ? <a href="/query/message/objection">{objection.object}</a> : <>{objection.withCode}<a href="/query">{objection.object}</a></>}{objection.reviewed}
      </p>
    </>
  );
}

function headingOf(decision: DecisionView, language: Language): string {
  const words = messageWords[language];
  if (decision.kind === 'ruling') return `${words.ruled}${invalidityGroundWords[language][decision.ground]}`;
  if (decision.kind === 'renewal') return words.renewal(decision.unit);
  if (decision.kind === 'no-renewal') return words.noRenewal;
  if (decision.kind === 'transfer') return words.transfer(decision.to);
  return decision.outcome === 'upheld' ? words.upheld : words.rejected;
}
