import { Choices, described, FaultSummary, Field, renderPage, type Faults, type Site } from '@wenzheng/page-frame';
import { dateWords, instantWords, ratingWords } from '@wenzheng/wording';
import type { ComponentChildren } from 'preact';
import type { IdentityAccess } from '../vault/identity-requests.service.js';
import { readingsOf, type Standing } from './standing.service.js';
import { mostFollowUps } from '../message/message.rules.js';
import { isAnswered, isInTimeToObject, untilAfter } from './writer.rules.js';

export interface WriterPage {
  site: Site;
  standing: Standing;
  now: Date;
  /** What was typed, given back. */
  typed: { text: string; rating: string };
  faults: Faults;
  notice?: string | undefined;
}

export const writerActs = ['withdrawal', 'objection', 'rating', 'follow-ups'] as const;
export type WriterAct = (typeof writerActs)[number];

const headings: Readonly<Record<WriterAct | 'contact-readings', string>> = {
  withdrawal: '撤回留言', objection: '提出异议', rating: '评价答复', 'follow-ups': '追问', 'contact-readings': '谁看过我的联系方式',
};

/** A page of the writer's: the form, or why there is none. */
export function writerPage(what: WriterAct | 'contact-readings', page: WriterPage): string {
  const { site, standing, faults, notice } = page;
  const isWrong = Object.keys(faults).length > 0;
  return renderPage({
    site,
    title: isWrong ? `错误：${headings[what]}` : headings[what],
    current: 'query',
    isIndexed: false,
    children: (
      <>
        <form class="strip" action="/query/end" method="post">
          <span>{`您正在查看自己的留言${standing.number}。`}</span>
          <button type="submit" class="plain">退出</button>
        </form>
        {notice ? <div class="error" role="alert"><p>{notice}</p></div> : null}
        <FaultSummary faults={faults} />
        <h1>{headings[what]}</h1>
        {bodies[what](page)}
        <p><a href="/query/message">回到我的留言</a></p>
      </>
    ),
  });
}

/** How a message stands when nobody can look: so that there is the form, with what was typed. */
export const assumed = (what: WriterAct): Standing => ({
  number: '', ending: what === 'withdrawal' ? 'open' : what === 'objection' ? 'ruled-invalid' : 'publicly-answered', visibility: 'private',
  hold: null, withdrawnAt: null, answeredAt: null, rating: null, ratedAt: null, objectionUntil: null, objectedAt: null, followUps: [], identityAccesses: [],
});

/** Without a ticket, or when it has run out. */
export function endedPage(site: Site): string {
  return renderPage({
    site,
    title: '已退出',
    current: 'query',
    isIndexed: false,
    children: (
      <>
        <h1>已退出</h1>
        <p role="status">为保护您的信息，查看十五分钟后自动退出。请重新输入受理编号和查询码。</p>
        <p><a class="button" href="/query">查询办理情况</a></p>
      </>
    ),
  });
}

const bodies: Readonly<Record<WriterAct | 'contact-readings', (page: WriterPage) => ComponentChildren>> = {
  withdrawal: ({ standing: { withdrawnAt, ending }, typed, faults }) => {
    if (withdrawnAt) return <p role="status">已于{instantWords(withdrawnAt)}撤回。内容不再公开，不再办理；页面稍后更新。</p>;
    if (ending !== 'open') return <p>这条留言已办结，不能撤回。</p>;
    return (
      <Form act="withdrawal" button="确认撤回">
        <p>撤回后不再办理，标题和内容不再公开，不能恢复。受理编号、日期和“已撤回”的状态仍然公开。</p>
        <Words id="text" label="原因（可以不填）" rows={3} hint="最多500字。" value={typed.text} faults={faults} />
      </Form>
    );
  },
  objection: ({ standing: { ending, objectedAt, objectionUntil }, now, typed, faults }) => {
    if (objectedAt && ending === 'ruled-invalid') return <p role="status">异议已于{instantWords(objectedAt)}收到，将由作出认定以外的人员复核，结果会在您的留言页面公布。</p>;
    if (ending !== 'ruled-invalid') return <p>这条留言没有不予受理的认定，不需要提出异议。</p>;
    if (!isInTimeToObject(objectionUntil, now)) return <p>{`提出异议的期限已过：应在${dateWords(objectionUntil!)}前（含当日）提出。`}</p>;
    return (
      <Form act="objection" button="提出异议">
        <p>每项认定可以提出一次异议{objectionUntil ? `，截至${dateWords(objectionUntil)}` : ''}，由作出认定以外的人员复核。</p>
        <Words id="text" label="为什么不同意这项认定" rows={6} hint="最多2,000字。" value={typed.text} faults={faults} />
      </Form>
    );
  },
  rating: ({ standing: { ending, answeredAt, rating, ratedAt }, now, typed, faults }) => {
    if (rating && ratedAt) return <p role="status">您的评价：{ratingWords.zh[rating]}，于{instantWords(ratedAt)}提交。每条留言评价一次，不能修改。</p>;
    const closed = closedToAsking(ending, answeredAt, now);
    if (closed) return <p>{closed}</p>;
    return (
      <Form act="rating" button="提交评价">
        <p>只有凭查询码才能评价，每条留言评价一次{answeredAt ? `，截至${instantWords(untilAfter(answeredAt))}` : ''}。</p>
        <Choices id="rating" legend="您对答复是否满意" choices={Object.entries(ratingWords.zh).map(([value, label]) => ({ value, label }))} chosen={typed.rating} faults={faults} />
        <Words id="text" label="原因（可以不填，不公开）" rows={4} hint="最多500字。" value={typed.text} faults={faults} />
      </Form>
    );
  },
  'follow-ups': ({ standing: { ending, answeredAt, followUps }, now, typed, faults }) => {
    const left = mostFollowUps - followUps.length;
    const closed = closedToAsking(ending, answeredAt, now);
    return (
      <>
        {followUps.length > 0 ? <><p>您已追问：</p><ul>{followUps.map(({ number, registeredAt }) => <li key={number}>{number}，{instantWords(new Date(registeredAt))}</li>)}</ul></> : null}
        {closed ? <p>{closed}</p> : left <= 0 ? <p>已追问两次，可以<a href="/submit">提交新的留言</a>。</p> : (
          <Form act="follow-ups" button="提交追问">
            <p>{`还可追问${left}次${answeredAt ? `，截至${instantWords(untilAfter(answeredAt))}` : ''}。追问单独受理，由答复的单位办理，时限重新计算。`}</p>
            <Words id="text" label="您还想问什么" rows={6} hint="最多2,000字。" value={typed.text} faults={faults} />
          </Form>
        )}
      </>
    );
  },
  'contact-readings': ({ standing: { identityAccesses } }) => {
    const read = readingsOf(identityAccesses);
    return (
      <>
        <p>{read === 0 ? '没有人看过您的联系方式。' : `共被查看${read}次。工作人员每次查看都须填写理由。`}</p>
        {identityAccesses.length === 0 ? null : <ul class="list">{identityAccesses.toReversed().map((access) => <Access key={access.accessId} access={access} />)}</ul>}
      </>
    );
  },
};

const offices = { 'information-office': '信息办', 'supervision-office': '督查室' } as const;

/** One request and the readings under it, or one reading for which nobody had to be asked. */
function Access({ access: { unit, purpose, at, decision, decidedBy, decidedAt, until, readings } }: { access: IdentityAccess }) {
  return (
    <li>
      <p class="meta"><bdi>{unit?.name ?? '信息办'}</bdi>{decision === null ? `于${instantWords(at)}查看` : `于${instantWords(at)}申请查看`}</p>
      <p><bdi>{purpose}</bdi></p>
      {decidedBy && decidedAt ? <p>{`${offices[decidedBy]}于${instantWords(decidedAt)}${decision === 'granted' && until ? `批准，由申请人本人在${instantWords(until)}前查看` : '决定不予查看'}。`}</p> : null}
      {decision === 'granted' ? <p>{readings.length === 0 ? '尚未查看。' : `查看时间：${readings.map((reading) => instantWords(new Date(reading.at))).join('、')}`}</p> : null}
    </li>
  );
}

function closedToAsking(ending: Standing['ending'], answeredAt: Date | null, now: Date): string | null {
  if (!isAnswered(ending)) return '这条留言尚未答复，答复后可以评价和追问。';
  return answeredAt && now >= untilAfter(answeredAt) ? '答复公布已满30日，不能再评价或追问。' : null;
}

function Form({ act, button, children }: { act: WriterAct; button: string; children: ComponentChildren }) {
  return (
    <form action={`/query/message/${act}`} method="post" class="fields letter" novalidate>
      {children}
      <div><button type="submit">{button}</button></div>
    </form>
  );
}

function Words({ id, label, rows, hint, value, faults }: { id: string; label: string; rows: number; hint: string; value: string; faults: Faults }) {
  return (
    <Field id={id} label={label} hint={hint} faults={faults}>
      <textarea id={id} name={id} rows={rows} {...described(id, faults)}>{value}</textarea>
    </Field>
  );
}
