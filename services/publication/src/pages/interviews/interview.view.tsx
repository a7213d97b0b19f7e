import type { QuestionCounts, QuestionState } from '@wenzheng/contracts';
import { questionStates } from '@wenzheng/contracts';
import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { questionStateWords } from '@wenzheng/wording';
import type { MessageSummary, ReplyView } from '../../message/message-view.rules.js';
import { Instant, StatusTag } from '../../portal/parts.js';
import { pathOf } from '../../publishing/publishing.rules.js';
import { isOver, sessionStage, type PlacedQuestion, type SessionState } from '../../session/session.rules.js';
import { liveScript } from './live-script.js';
import { clockWords, interviewPath, noticesOf, StageTag, timeWords } from './words.js';

/** A question as the public reads it. */
export interface AskedQuestion extends PlacedQuestion {
  messageId: string;
  state: QuestionState;
  message: MessageSummary;
  /** Null where it may not be read. */
  text: string | null;
  /** What was said, once it is published as the unit's reply. */
  answer: ReplyView | null;
}

export interface InterviewPage {
  site: Site;
  now: Date;
  session: SessionState;
  /** In the order of asking. */
  questions: readonly AskedQuestion[];
  counts: QuestionCounts;
  /** Asked for by the reader: every so many seconds the page comes anew. */
  refresh: number | null;
}

export const refreshSeconds = 30;

export function interviewPage(page: InterviewPage): string {
  const { site, session, now } = page;
  const stage = sessionStage(session, now);
  return renderPage({
    site,
    title: session.title,
    current: 'interviews',
    script: stage === 'live' ? liveScript.path : undefined,
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/interviews', name: '在线访谈' }]} here={session.title} />
        <h1>{session.title}</h1>
        <p><StageTag session={session} now={now} /></p>
        <Facts session={session} />
        <Notices session={session} />
        {stage === 'announced' || stage === 'live' ? <p><a class="button" href={`/submit?session=${session.sessionId}`}>我要提问</a></p> : null}
        {stage === 'announced' ? <Announced {...page} /> : stage === 'live' ? <Live {...page} /> : <Record {...page} />}
      </>
    ),
  });
}

function Facts({ session }: { session: SessionState }) {
  const { number, unit, principal, closing } = session;
  return (
    <dl class="facts">
      <dt>编号</dt><dd>{number}</dd>
      <dt>上线单位</dt><dd>{unit.name}</dd>
      <dt>主要负责人</dt><dd>{principal ? `${principal.name}（${principal.post}）` : '未公布'}</dd>
      <dt>时间</dt><dd>{timeWords(session)}</dd>
      {closing ? <><dt>到场情况</dt><dd>{closing.attendance === 'held' ? `主要负责人${closing.attendedBy.name}（${closing.attendedBy.post}）到场` : `主要负责人未到场，由${closing.attendedBy.name}（${closing.attendedBy.post}）回答`}</dd></> : null}
    </dl>
  );
}

function Notices({ session }: { session: SessionState }) {
  return <>{noticesOf(session).map(([name, words]) => <p key={name} class="box yellow"><strong>{`${name}：`}</strong>{words}</p>)}</>;
}

function Announced({ counts }: InterviewPage) {
  return (
    <section aria-labelledby="asked">
      <h2 id="asked">提问</h2>
      <p>{`已收到${counts.received}个提问。现在就可以提问；访谈时没有答到的，会后由该单位在时限内逐一答复。`}</p>
    </section>
  );
}

/** They add up to what was received. */
function Counts({ counts }: { counts: QuestionCounts }) {
  const parts = questionStates.filter((state) => counts[state] > 0);
  return <p>{`收到${counts.received}个提问${parts.length > 0 ? ` = ${parts.map((state) => `${questionStateWords.zh[state]}${counts[state]}`).join(' + ')}` : ''}`}</p>;
}

function Live({ session, questions, counts, refresh }: InterviewPage) {
  const path = interviewPath(session);
  const answered = byTime(questions).toReversed();
  return (
    <section aria-labelledby="live" data-live={`${path}/events`} data-answered={counts.answered}>
      <h2 id="live">现场问答</h2>
      <Counts counts={counts} />
      <p class="row">
        <a class="button plain" href={refresh === null ? path : `${path}?refresh=${refresh}`}>刷新</a>
        {refresh === null ? <a href={`${path}?refresh=${refreshSeconds}`}>{`每${refreshSeconds}秒自动刷新`}</a> : <a href={path}>停止自动刷新</a>}
      </p>
      <p role="status" data-news />
      {answered.length === 0 ? <p>还没有答复。</p> : answered.map((question) => <Answered key={question.messageId} question={question} />)}
    </section>
  );
}

function Record({ session, questions, counts, now }: InterviewPage) {
  const answered = byTime(questions);
  return (
    <>
      {session.closing?.summary ? <section class="reading" aria-labelledby="summary"><h2 id="summary">摘要</h2><p class="text">{session.closing.summary}</p></section> : null}
      {answered.length > 0 ? (
        <section aria-labelledby="transcript">
          <h2 id="transcript">实录</h2>
          {answered.map((question) => <Answered key={question.messageId} question={question} />)}
        </section>
      ) : null}
      <section aria-labelledby="all">
        <h2 id="all">全部提问</h2>
        <Counts counts={counts} />
        {sessionStage(session, now) === 'unrecorded' ? <p>这场访谈没有举行的登记，提问由{session.unit.name}在时限内逐一答复。</p> : null}
        {questions.length > 0 && (isOver(session) || session.opening === null) ? <All questions={questions} /> : null}
      </section>
      {session.closing ? <p><a href={`${interviewPath(session)}/archive`}>归档包及其校验值</a></p> : null}
    </>
  );
}

const byTime = (questions: readonly AskedQuestion[]): AskedQuestion[] =>
  questions.filter(({ state }) => state === 'answered').toSorted((a, b) => (a.answeredAt?.getTime() ?? 0) - (b.answeredAt?.getTime() ?? 0));

function Answered({ question: { message, text, answer, speaker, answeredAt } }: { question: AskedQuestion }) {
  return (
    <article class="card">
      <h3><a href={pathOf(message.number)}><bdi>{message.heading}</bdi></a></h3>
      <p class="meta">网友提问于<Instant at={message.registeredAt} /></p>
      {text === null ? null : <p class="text">{text}</p>}
      <p class="meta">{`${speaker ? `${speaker.post}${speaker.name}` : '嘉宾'}答${answeredAt ? `（${clockWords(answeredAt)}）` : ''}`}</p>
      {message.isPrivate ? <p>这个提问不公开，答复只有提问人能看到。</p> : answer ? <p class="text">{answer.text}</p> : <p>已在现场回答，文字正在审核发布。</p>}
    </article>
  );
}

function All({ questions }: { questions: readonly AskedQuestion[] }) {
  const numberOf = new Map(questions.map(({ messageId, message }) => [messageId, message.number]));
  return (
    <div class="scroll" role="group" aria-label="全部提问" tabIndex={0}>
      <table>
        <caption>按提问时间排列。没有在现场答复的，都是该单位的留言，有各自的答复时限。</caption>
        <thead><tr><th scope="col">受理编号</th><th scope="col">提问</th><th scope="col">现场</th><th scope="col">办理</th></tr></thead>
        <tbody>
          {questions.map(({ messageId, message, state, reason, mergedInto }) => (
            <tr key={messageId}>
              <td><a href={pathOf(message.number)}>{message.number}</a></td>
              <th scope="row"><bdi>{state === 'not-published' ? '（未予发布）' : message.heading}</bdi></th>
              <td>{questionStateWords.zh[state]}{mergedInto && state === 'merged' ? `，与${numberOf.get(mergedInto) ?? '另一提问'}一并答复` : ''}{reason && state === 'not-published' ? `：${reason}` : ''}</td>
              <td><StatusTag message={message} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
