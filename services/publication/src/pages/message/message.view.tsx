import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import type { Editions } from '@wenzheng/working-days';
import { channelWords, dateWords, kindWords, replyResultWords } from '@wenzheng/wording';
import { concealed, type Linked, type MessageView, type NoticeView, type ReplyView } from '../../message/message-view.rules.js';
import { isVisible } from '../../message/words.rules.js';
import { pathOf } from '../../publishing/publishing.rules.js';
import { Attachments } from './attachments.js';
import { Decisions } from './decisions.js';
import { WriterActs, type OpenActs } from './writer-acts.js';
import { Explanation } from './explanation.js';
import { Day, Instant, StatusTag, toneOf } from '../../portal/parts.js';

export interface MessagePage {
  site: Site;
  message: MessageView;
  calendars: Editions;
  /** The writer's own view, which nobody else may see or keep. */
  isWriter?: boolean;
  /** What the writer may still do; null: nobody could say. */
  openActs?: OpenActs | null;
  said?: Said | null;
}

/** What was just done at the reader's wish, or why not. */
export type Said = { notice: string; fault?: undefined } | { fault: string; notice?: undefined };

export function messagePage({ site, message, calendars, isWriter = false, openActs = null, said = null }: MessagePage): string {
  const hidden = message.isPrivate && !isWriter;
  const interim = message.replies.filter((reply) => reply.interim);
  const replies = message.replies.filter((reply) => !reply.interim && !reply.isRenewed);
  const renewed = message.replies.filter((reply) => reply.isRenewed);
  return renderPage({
    site,
    title: `${message.content === 'shown' ? message.heading : concealed[message.content]} ${message.number}`,
    current: isWriter ? 'query' : 'messages',
    isIndexed: !isWriter && !message.isPrivate,
    children: (
      <>
        {isWriter ? (
          <form class="strip" action="/query/end" method="post">
            <span>您正在查看自己的留言。</span>
            <button type="submit" class="plain">退出</button>
          </form>
        ) : (
          <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/messages', name: '市民心声' }]} here="留言" />
        )}
        {said?.notice ? <p role="status">{said.notice}</p> : null}
        {said?.fault ? <div class="error" role="alert"><p>{said.fault}</p></div> : null}
        <h1><bdi>{message.heading}</bdi></h1>
        <p><StatusTag message={message} />{message.kind ? ` ${kindWords.zh[message.kind]}` : ''}</p>
        <Facts message={message} />
        <section class={`box ${toneOf(message)}`} aria-labelledby="deadline">
          <h2 id="deadline">答复时限</h2>
          <p><bdi>{message.sentence}</bdi></p>
        </section>
        <Reckoning message={message} calendars={calendars} />
        {hidden ? (
          <p>{concealedWords[message.content]}留言人可凭受理编号和查询码<a href="/query">查询</a>。</p>
        ) : (
          <>
            <section aria-labelledby="text">
              <h2 id="text">留言内容</h2>
              <div class="card"><p class="text">{message.text !== null && isVisible(message.text) ? message.text.trim() : message.status.code === 'withdrawn' ? '留言人已撤回，内容不再公开。' : '（无内容）'}</p></div>
            </section>
            <Attachments message={message} isWriter={isWriter} />
            <Merged message={message} />
            <Decisions decisions={message.decisions} isWriter={isWriter} />
            <Notices notices={message.notices} />
            <Replies id="interim" heading="阶段性回复（不计为答复）" replies={interim} />
            {replies.length > 0 ? <Replies id="replies" heading="答复" replies={replies} /> : message.status.code === 'invalid' || message.status.code === 'moved' || message.status.code === 'withdrawn' ? null : <NoReply inReview={message.status.code === 'review'} />}
            <Replies id="renewed" heading="二次办理答复" replies={renewed} />
            <FollowUps message={message} />
            <Timeline message={message} />
            {isWriter ? <WriterActs message={message} openActs={openActs} /> : null}
          </>
        )}
        {isWriter || hidden ? null : <p><a href="/query">我是留言人</a></p>}
      </>
    ),
  });
}

const concealedWords: Readonly<Record<MessageView['content'], string>> = {
  shown: '',
  private: '本件不公开内容。',
  held: '本件内容正在审核，审核期间不公开；受理和办理照常进行，时限照常计算。',
  'taken-down': '本件内容已撤下，不再公开。',
};

function Facts({ message }: { message: MessageView }) {
  return (
    <dl class="facts">
      <dt>受理编号</dt>
      <dd>{message.number}</dd>
      <dt>承办单位</dt>
      <dd><bdi>{message.unit?.name ?? '正在确定'}</bdi></dd>
      {message.coHandling?.coUnits.length ? <><dt>协办单位</dt><dd><bdi>{message.coHandling.coUnits.map(({ name }) => name).join('、')}</bdi></dd></> : null}
      {message.coHandling?.firstAsked ? <><dt>首问责任单位</dt><dd><bdi>{message.coHandling.firstAsked.name}</bdi></dd></> : null}
      {message.channel ? <><dt>来源</dt><dd>{channelWords.zh[message.channel]}</dd></> : null}
      <dt>受理时间</dt>
      <dd><Instant at={message.registeredAt} /></dd>
    </dl>
  );
}

function Reckoning({ message, calendars }: { message: MessageView; calendars: Editions }) {
  if (message.dueOn === null) return null;
  return (
    <details>
      <summary>这个日期是怎么算出来的</summary>
      <Explanation message={message} until={message.dueOn} calendars={calendars} />
      <p><a href={`${pathOf(message.number)}/deadline`}>逐日计算到最迟答复日</a></p>
    </details>
  );
}

function Notices({ notices }: { notices: readonly NoticeView[] }) {
  if (notices.length === 0) return null;
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">延期说明</h2>
      {notices.map((notice) => (
        <article class="card" key={notice.submittedAt.getTime()}>
          <h3><bdi>{notice.unit.name}</bdi></h3>
          <p class="text">{notice.reason}</p>
          <p>预计答复日：<Day date={notice.newDueOn} /></p>
          <p class="meta">公开于<Instant at={notice.publishedAt} /></p>
        </article>
      ))}
    </section>
  );
}

function Replies({ id, heading, replies }: { id: string; heading: string; replies: readonly ReplyView[] }) {
  if (replies.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {replies.map((reply) => (
        <article class="card" key={reply.submittedAt.getTime()}>
          <h3><bdi>{reply.unit.name}</bdi></h3>
          <AmendedText reply={reply} />
          {reply.result ? <p>办理结果：{replyResultWords.zh[reply.result]}</p> : null}
          {reply.promise ? <Promised promise={reply.promise} /> : null}
          {reply.supplements.map((supplement) => (
            <section key={supplement.submittedAt.getTime()}>
              <h4>补充</h4>
              <AmendedText reply={supplement} />
            </section>
          ))}
        </article>
      ))}
    </section>
  );
}

function Promised({ promise: { text, dueOn, keptAt } }: { promise: NonNullable<ReplyView['promise']> }) {
  return <p>承诺于<Day date={dueOn} />前：<bdi>{text}</bdi>{keptAt ? <>（已于<Instant at={keptAt} />公布落实情况）</> : '（落实情况尚未公布）'}</p>;
}

function AmendedText({ reply: { text, publishedAt, correctedAt } }: { reply: Pick<ReplyView, 'text' | 'publishedAt' | 'correctedAt'> }) {
  return (
    <>
      <p class="text">{text.trim()}</p>
      <p class="meta">公开于<Instant at={publishedAt} />{correctedAt && <>，更正于<Instant at={correctedAt} /></>}</p>
    </>
  );
}

function FollowUps({ message: { followUps: { of, by } } }: { message: MessageView }) {
  if (!of && by.length === 0) return null;
  return (
    <section aria-labelledby="follow-ups">
      <h2 id="follow-ups">追问</h2>
      {of ? <p>本件追问：<LinkedMessage {...of} /></p> : null}
      {by.length > 0 ? <ul>{by.map((one) => <li key={one.number}><LinkedMessage {...one} /></li>)}</ul> : null}
    </section>
  );
}

function Merged({ message: { merged: { into, with: others } } }: { message: MessageView }) {
  const shown = [...(into ? [into] : []), ...others];
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="merged">
      <h2 id="merged">并案办理</h2>
      <p>{shown.length === 1 ? '本件与以下留言反映同一事项，' : '本件与以下各件留言反映同一事项，'}并案办理；各件保留自己的受理编号和时限，分别答复。</p>
      <ul>{shown.map((one) => <li key={one.number}><LinkedMessage {...one} /></li>)}</ul>
    </section>
  );
}

const LinkedMessage = ({ number, title }: Linked) => <a href={pathOf(number)}>{number}{title ? <bdi> {title}</bdi> : null}</a>;

function NoReply({ inReview }: { inReview: boolean }) {
  return (
    <section aria-labelledby="replies">
      <h2 id="replies">答复</h2>
      <p>{inReview ? '承办单位已提交答复，正在审核，公开后在这里显示。' : '尚未答复。'}</p>
    </section>
  );
}

function Timeline({ message }: { message: MessageView }) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">办理过程</h2>
      <ol class="timeline">
        {message.timeline.map((entry, index) => (
          <li key={index}><span class="meta"><Instant at={entry.at} /></span><bdi>{entry.text}</bdi></li>
        ))}
      </ol>
    </section>
  );
}

/** 这个日期怎么算出来的: all days up to the cap, with the versions they were computed by. */
export function deadlinePage({ site, message, calendars }: MessagePage): string {
  const last = message.finalDueOn ?? message.dueOn;
  return renderPage({
    site,
    title: `时限怎么算 ${message.number}`,
    current: 'messages',
    isIndexed: false,
    children: (
      <>
        <Breadcrumb
          path={[{ href: '/', name: '首页' }, { href: '/messages', name: '市民心声' }, { href: pathOf(message.number), name: message.number }]}
          here="时限怎么算"
        />
        <h1>这个日期是怎么算出来的</h1>
        <p><bdi>{message.sentence}</bdi></p>
        <Explanation message={message} until={last} calendars={calendars} />
        <h2>依据</h2>
        <p>3个工作日内以单位名义答复；确需延长办理时限的，3个工作日内在网上作出说明；最长办理时限不得超过10个工作日。受理当日不计入，自下一日开始计算（民法典第二百零一条）；工作日以国务院办公厅节假日安排通知为准。</p>
        <dl class="facts">
          <dt>受理日</dt>
          <dd>{dateWords(message.registeredOn)}</dd>
          {message.dayZero ? <><dt>{message.dayZero.words}</dt><dd>{dateWords(message.dayZero.on)}</dd></> : null}
          <dt>节假日安排版本</dt>
          <dd>{calendars.of(message.calendarVersion).version}</dd>
          <dt>时限规定版本</dt>
          <dd>{message.policyVersion ?? '尚未确定'}</dd>
        </dl>
      </>
    ),
  });
}
