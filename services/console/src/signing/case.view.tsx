import { Choices, described, FaultAt, FaultSummary, type Faults } from '@wenzheng/page-frame';
import { attachmentTypeWords, channelWords, chineseDates, fileSizeWords, kindWords, replyResultWords, roleWords, visibilityWords } from '@wenzheng/wording';
import { paperWords } from '../page/paper-words.js';
import { answerId, answerTo, longestAnswer, longestReason, quickReasons, type Typed } from './decision-form.rules.js';
import { DoneNotice } from './list.view.js';
import { FormBasics, Notice, TimeStrip, whenWords, type Today } from './parts.view.js';
import type { Decision, Differences, Draft, Finding, Letter, SigningCase } from './signing-case.js';
import { decidedBy, hardOf, maySendBack, refusalOf, softOf, stepOf, wordsOfAct } from './signing-case.rules.js';

export interface CasePage {
  of: SigningCase;
  typed: Typed;
  faults: Faults;
  /** What stood in the way of the deed. */
  notice?: string | undefined;
  done?: Decision | undefined;
  csrf: string;
  today: Today;
}

/** One draft before whoever is to sign it. */
export function Case({ of, typed, faults, notice, done, csrf, today }: CasePage) {
  const { draft, letter, deadline, findings, differences, place } = of;
  const { current } = draft;
  const decided = decidedBy(draft);
  return (
    <>
      <DoneNotice done={done} />
      {notice ? <Notice tone="red">{notice}</Notice> : null}
      <FaultSummary faults={faults} />
      {decided ? <Notice tone="yellow">{`已由${decided.by.name}于${whenWords(decided.at, today)}${wordsOfAct(decided.act)}。`}</Notice> : <TimeStrip deadline={deadline} place={place} today={today} />}
      <h1>{letter.title || '（无标题）'}</h1>
      <p class="meta">
        <bdi>{letter.messageNumber}</bdi>
        {` · ${channelWords.zh[letter.channel]}${letter.kind ? ` · ${kindWords.zh[letter.kind]}` : ''} · ${visibilityWords.zh[letter.visibility]}`}
      </p>
      <div class="columns">
        <LetterText letter={letter} />
        <section aria-labelledby="draft">
          <h2 id="draft">{`${paperWords[draft.kind]}稿 第${current.version}版`}</h2>
          <div class="card"><p class="text">{current.text}</p></div>
          <p class="meta">{`${draft.unit.name} · ${current.writtenByName} ${whenWords(current.writtenAt, today)}`}</p>
          <Attachments draft={draft} />
          <Outcome draft={draft} today={today} />
        </section>
      </div>
      {differences ? <Changes differences={differences} /> : null}
      {decided ? null : <Checks findings={findings} typed={typed} faults={faults} isSigning={stepOf(draft) === 'sign'} />}
      <Notes draft={draft} today={today} />
      {decided ? <Next /> : <Decisions of={of} typed={typed} faults={faults} csrf={csrf} />}
    </>
  );
}

/** Folded after six lines, where the browser can unfold it again. */
function LetterText({ letter: { text } }: { letter: Letter }) {
  const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 20)), 0);
  return (
    <section class="letter" aria-labelledby="letter">
      <h2 id="letter">来信</h2>
      <p class={lines > 6 ? 'text clamp' : 'text'}>{text}</p>
      {lines > 6 ? <details class="unfold"><summary><span class="more">展开全文</span><span class="less">收起</span></summary></details> : null}
    </section>
  );
}

/** 附件 that will be signed with it, each to be opened. */
function Attachments({ draft: { attachments } }: { draft: Draft }) {
  const files = attachments.filter(({ state }) => state === 'stored');
  if (files.length === 0) return null;
  return (
    <>
      <h3>{`附件（${files.length}）`}</h3>
      <ul>
        {files.map(({ attachmentId, name, mediaType, size }) => (
          <li key={attachmentId}>
            <a href={`/api/intake/v1/reply-attachments/${attachmentId}/content`} download><bdi>{name}</bdi></a>
            <span class="meta">{mediaType && size ? ` ${attachmentTypeWords.zh[mediaType]}，${fileSizeWords(size)}` : ''}</span>
          </li>
        ))}
      </ul>
      <p class="meta">附件随本件一并公开，请打开核对后再签发。</p>
    </>
  );
}

function Outcome({ draft: { current: { newDueOn, outcome } }, today }: { draft: Draft; today: Today }) {
  const dateWords = (date: string) => chineseDates.short(date, today.now.getFullYear());
  const lines = [
    ...(newDueOn ? [`延期至：${dateWords(newDueOn)}`] : []),
    ...(outcome?.result ? [`办理结果：${replyResultWords.zh[outcome.result]}`] : []),
    ...(outcome?.promise ? [`承诺：${outcome.promise.text}（${dateWords(outcome.promise.dueOn)}前）`] : []),
  ];
  return <>{lines.map((line) => <p key={line}>{line}</p>)}</>;
}

/** 增 and 删 as words, not by colour alone. */
function Changes({ differences: { since, parts } }: { differences: Differences }) {
  return (
    <details>
      <summary>{`与第${since}版的不同`}</summary>
      <p class="text">
        {parts.map(({ kind, text }, index) => {
          if (kind === 'same') return text;
          return kind === 'added' ? <ins key={index}><i>增</i>{text}</ins> : <del key={index}><i>删</i>{text}</del>;
        })}
      </p>
    </details>
  );
}

function Checks({ findings, typed, faults, isSigning }: { findings: Finding[] | null; typed: Typed; faults: Faults; isSigning: boolean }) {
  if (!findings) return <section aria-labelledby="checks"><h2 id="checks">检查</h2><p>暂时无法检查；签发后仍会检查，有必改项的将退回修改。</p></section>;
  const [hard, soft] = [hardOf(findings), softOf(findings)];
  const summary = findings.length === 0 ? '没有问题' : `${hard.length === 0 ? '无必改项' : `必改${hard.length}项`}，提示${soft.length}项`;
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">{`检查：${summary}`}</h2>
      {findings.length > 0 ? (
        <ul class="findings">
          {hard.map((finding) => <li key={finding.code + (finding.quote ?? '')}><FindingText finding={finding} /></li>)}
          {soft.map((finding) => (
            <li key={finding.code}>
              <FindingText finding={finding} />
              {isSigning && hard.length === 0 ? (
                <>
                  <label for={answerId(finding.code)}>仍可签发的理由</label>
                  <FaultAt id={answerId(finding.code)} faults={faults} />
                  <input type="hidden" name="finding" value={finding.code} form="sign" />
                  <input type="text" id={answerId(finding.code)} name="answer" form="sign" maxLength={longestAnswer} value={answerTo(typed, finding.code)} {...described(answerId(finding.code), faults, false)} />
                </>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  );
}

const FindingText = ({ finding: { weight, words, quote } }: { finding: Finding }) => (
  <p><span class={`tag ${weight === 'hard' ? 'red' : 'yellow'}`}>{weight === 'hard' ? '必改' : '提示'}</span>{` ${words}`}{quote ? <span class="meta">{`（“${quote}”）`}</span> : null}</p>
);

/** 此前意见: who said what on the way here. */
function Notes({ draft: { acts }, today }: { draft: Draft; today: Today }) {
  if (acts.length === 0) return null;
  return (
    <section aria-labelledby="notes">
      <h2 id="notes">办理经过</h2>
      <ul class="findings">
        {acts.map(({ act, version, by, reason, referredTo, at }) => (
          <li key={at + act}>
            {`${by.name}${by.deputyOf ? `（代${by.deputyOf.name}）` : ''}于${whenWords(at, today)}${referredTo ? `转由${referredTo.name}审核` : wordsOfAct(act)}第${version}版`}
            {reason ? <p class="text">{`意见：${reason}`}</p> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

const Next = () => <p class="actions"><a class="button" href="/signing">查看待审答复</a></p>;

function Decisions({ of, typed, faults, csrf }: Pick<CasePage, 'of' | 'typed' | 'faults' | 'csrf'>) {
  const { draft, findings, place } = of;
  const step = stepOf(draft);
  const hard = hardOf(findings).length;
  const refusal = refusalOf(draft);
  return (
    <section aria-label="审核意见" class="decisions">
      {place?.deputyOf ? <p>{`您代${place.deputyOf}审核签发。`}</p> : null}
      {step && hard === 0 ? (
        <form method="post" action={`/signing/${draft.draftId}/confirmation`} id="sign" class="actions">
          <FormBasics csrf={csrf} typed={typed} />
          <button type="submit">{step === 'sign' ? '同意签发' : '审核通过'}</button>
        </form>
      ) : (
        <p><strong>{step ? `有${hard}项必须修改，签发后不会公开，请退回修改。` : refusal ?? '您现在不能审核、签发这份稿件。'}</strong></p>
      )}
      {maySendBack(draft) ? (
        <details open={faults['reason'] !== undefined || typed.reason !== '' || typed.quick.length > 0}>
          <summary class="button danger">退回修改</summary>
          <form method="post" action={`/signing/${draft.draftId}/decisions`} class="actions">
            <FormBasics csrf={csrf} typed={typed} />
            <input type="hidden" name="decision" value="send-back" />
            <fieldset class="full">
              <legend>退回的理由（必填，可多选）</legend>
              {quickReasons.map((one, index) => (
                <div class="choice" key={one}>
                  <input type="checkbox" id={`quick-${index}`} name="quick" value={one} checked={typed.quick.includes(one)} />
                  <label for={`quick-${index}`}>{one}</label>
                </div>
              ))}
            </fieldset>
            <div class="full">
              <label for="reason">其他理由或说明</label>
              <FaultAt id="reason" faults={faults} />
              <textarea id="reason" name="reason" rows={3} maxLength={longestReason} {...described('reason', faults, false)}>{typed.reason}</textarea>
            </div>
            <button type="submit" class="danger">确认退回</button>
          </form>
        </details>
      ) : null}
      <Referral draft={draft} typed={typed} faults={faults} csrf={csrf} />
      <p><a href="/signing">返回待审列表</a></p>
    </section>
  );
}

/** 转由他人审核: whoever else may take the step. */
function Referral({ draft: { draftId, referees }, typed, faults, csrf }: { draft: Draft; typed: Typed; faults: Faults; csrf: string }) {
  if (referees.length === 0) return null;
  return (
    <details open={faults['to'] !== undefined || typed.to !== ''}>
      <summary class="button plain">转由他人审核</summary>
      <form method="post" action={`/signing/${draftId}/decisions`} class="actions">
        <FormBasics csrf={csrf} typed={typed} />
        <input type="hidden" name="decision" value="refer" />
        <div class="full">
          <Choices id="to" legend="由谁审核" choices={referees.map(({ subject, name, post }) => ({ value: subject, label: `${name}（${roleWords.zh[post]}）` }))} chosen={typed.to} faults={faults} />
        </div>
        <button type="submit" class="plain">确认转审</button>
      </form>
    </details>
  );
}
