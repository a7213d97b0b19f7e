import { Breadcrumb, inChinese, languageOf, renderPage, useLanguage, Written, type Site } from '@wenzheng/page-frame';
import type { Editions } from '@wenzheng/working-days';
import { channelWords, datesIn, kindWords, replyResultWords } from '@wenzheng/wording';
import { concealed, type Linked, type MessageView, type NoticeView, type ReplyView } from '../../message/message-view.rules.js';
import { isVisible } from '../../message/words.rules.js';
import type { Citations } from '../../policy-document/citations.rules.js';
import { pathOf } from '../../publishing/publishing.rules.js';
import { Attachments, ReplyFiles } from './attachments.js';
import { CitedDocuments, CitingText } from './citations.js';
import { Decisions } from './decisions.js';
import { WriterActs, type OpenActs } from './writer-acts.js';
import { Explanation } from './explanation.js';
import { Day, Heading, Instant, StatusTag, toneOf } from '../../portal/parts.js';
import { messageWords } from './words.js';

export interface MessagePage {
  site: Site;
  message: MessageView;
  calendars: Editions;
  citations: Citations;
  /** The writer's own view, which nobody else may see or keep. */
  isWriter?: boolean;
  /** What the writer may still do; null: nobody could say. */
  openActs?: OpenActs | null;
  said?: Said | null;
}

/** What was just done at the reader's wish, or why not. */
export type Said = { notice: string; fault?: undefined } | { fault: string; notice?: undefined };

export function messagePage({ site, message, calendars, citations, isWriter = false, openActs = null, said = null }: MessagePage): string {
  const language = languageOf(site);
  const words = messageWords[language];
  const hidden = message.isPrivate && !isWriter;
  const interim = message.replies.filter((reply) => reply.interim);
  const replies = message.replies.filter((reply) => !reply.interim && !reply.isRenewed);
  const renewed = message.replies.filter((reply) => reply.isRenewed);
  return renderPage({
    site,
    title: `${message.content === 'shown' ? message.heading : concealed[language][message.content]} ${message.number}`,
    current: isWriter ? 'query' : 'messages',
    isIndexed: !isWriter && !message.isPrivate,
    isBilingual: true,
    children: (
      <>
        {isWriter ? (
          <form class="strip" action="/query/end" method="post">
            <span>{words.own}</span>
            <button type="submit" class="plain">{words.leave}</button>
          </form>
        ) : (
          <Breadcrumb path={[{ href: '/', name: words.home }, { href: '/messages', name: words.board }]} here={words.here} />
        )}
        {said?.notice ? <p role="status">{said.notice}</p> : null}
        {said?.fault ? <div class="error" role="alert"><p>{said.fault}</p></div> : null}
        <h1><Heading message={message} /></h1>
        <p><StatusTag message={message} />{message.kind ? ` ${kindWords[language][message.kind]}` : ''}</p>
        <Facts message={message} />
        <section class={`box ${toneOf(message)}`} aria-labelledby="deadline">
          <h2 id="deadline">{words.deadline}</h2>
          <p><bdi>{message.sentence}</bdi></p>
        </section>
        <Reckoning message={message} calendars={calendars} />
        {hidden ? (
          <p>{words.concealed[message.content]}{words.writerMay}<a href="/query">{words.query}</a>{words.writerMayEnd}</p>
        ) : (
          <>
            <section aria-labelledby="text">
              <h2 id="text">{words.text}</h2>
              <div class="card">{message.text !== null && isVisible(message.text) ? <Text text={message.text} /> : <p class="text">{message.status.code === 'withdrawn' ? words.withdrawn : words.noText}</p>}</div>
            </section>
            <Attachments message={message} isWriter={isWriter} />
            <Merged message={message} />
            <Decisions decisions={message.decisions} isWriter={isWriter} />
            <Notices notices={message.notices} />
            <Replies id="interim" heading={words.interim} replies={interim} isWriter={isWriter} citations={citations} />
            {replies.length > 0 ? <Replies id="replies" heading={words.replies} replies={replies} isWriter={isWriter} citations={citations} /> : message.status.code === 'invalid' || message.status.code === 'moved' || message.status.code === 'withdrawn' ? null : <NoReply inReview={message.status.code === 'review'} />}
            <Replies id="renewed" heading={words.renewed} replies={renewed} isWriter={isWriter} citations={citations} />
            <FollowUps message={message} />
            <Timeline message={message} />
            {isWriter ? <WriterActs message={message} openActs={openActs} /> : null}
          </>
        )}
        {isWriter || hidden ? null : <p><a href="/query">{words.isMine}</a></p>}
      </>
    ),
  });
}

/** As it was written, line by line. */
function Text({ text, citations }: { text: string; citations?: Citations }) {
  return <p class="text" {...inChinese(useLanguage())}>{citations ? <CitingText text={text.trim()} citations={citations} /> : text.trim()}</p>;
}

function Facts({ message }: { message: MessageView }) {
  const language = useLanguage();
  const words = messageWords[language];
  return (
    <dl class="facts">
      <dt>{words.number}</dt>
      <dd>{message.number}</dd>
      <dt>{words.unit}</dt>
      <dd>{message.unit ? <Written>{message.unit.name}</Written> : words.undecided}</dd>
      {message.coHandling?.coUnits.length ? <><dt>{words.coUnits}</dt><dd><Written>{message.coHandling.coUnits.map(({ name }) => name).join(words.between)}</Written></dd></> : null}
      {message.coHandling?.firstAsked ? <><dt>{words.firstAsked}</dt><dd><Written>{message.coHandling.firstAsked.name}</Written></dd></> : null}
      {message.channel ? <><dt>{words.channel}</dt><dd>{channelWords[language][message.channel]}</dd></> : null}
      <dt>{words.registered}</dt>
      <dd><Instant at={message.registeredAt} /></dd>
    </dl>
  );
}

function Reckoning({ message, calendars }: { message: MessageView; calendars: Editions }) {
  const words = messageWords[useLanguage()];
  if (message.dueOn === null) return null;
  return (
    <details>
      <summary>{words.reckoning}</summary>
      <Explanation message={message} until={message.dueOn} calendars={calendars} />
      <p><a href={`${pathOf(message.number)}/deadline`}>{words.dayByDay}</a></p>
    </details>
  );
}

function Notices({ notices }: { notices: readonly NoticeView[] }) {
  const words = messageWords[useLanguage()];
  if (notices.length === 0) return null;
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">{words.notices}</h2>
      {notices.map((notice) => (
        <article class="card" key={notice.submittedAt.getTime()}>
          <h3><Written>{notice.unit.name}</Written></h3>
          <Text text={notice.reason} />
          <p>{words.newDueOn}<Day date={notice.newDueOn} /></p>
          <p class="meta">{words.publishedAt}<Instant at={notice.publishedAt} /></p>
        </article>
      ))}
    </section>
  );
}

function Replies({ id, heading, replies, isWriter, citations }: { id: string; heading: string; replies: readonly ReplyView[]; isWriter: boolean; citations: Citations }) {
  const language = useLanguage();
  const words = messageWords[language];
  if (replies.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {replies.map((reply) => (
        <article class="card" key={reply.submittedAt.getTime()}>
          <h3><Written>{reply.unit.name}</Written></h3>
          <AmendedText reply={reply} isWriter={isWriter} citations={citations} />
          {reply.result ? <p>{words.result}{replyResultWords[language][reply.result]}</p> : null}
          {reply.promise ? <Promised promise={reply.promise} /> : null}
          {reply.supplements.map((supplement) => (
            <section key={supplement.submittedAt.getTime()}>
              <h4>{words.supplement}</h4>
              <AmendedText reply={supplement} isWriter={isWriter} citations={citations} />
            </section>
          ))}
        </article>
      ))}
    </section>
  );
}

function Promised({ promise: { text, dueOn, keptAt } }: { promise: NonNullable<ReplyView['promise']> }) {
  const words = messageWords[useLanguage()];
  return <p>{words.promisedBy}<Day date={dueOn} />{words.promised}<Written>{text}</Written>{keptAt ? <>{words.keptAt}<Instant at={keptAt} />{words.kept}</> : words.notKept}</p>;
}

interface Amended {
  reply: Pick<ReplyView, 'text' | 'publishedAt' | 'correctedAt' | 'attachments'>;
  isWriter: boolean;
  citations: Citations;
}

function AmendedText({ reply: { text, publishedAt, correctedAt, attachments }, isWriter, citations }: Amended) {
  const words = messageWords[useLanguage()];
  return (
    <>
      <Text text={text} citations={citations} />
      <ReplyFiles files={attachments} isWriter={isWriter} />
      <CitedDocuments text={text} citations={citations} />
      <p class="meta">{words.publishedAt}<Instant at={publishedAt} />{correctedAt && <>{words.correctedAt}<Instant at={correctedAt} /></>}</p>
    </>
  );
}

function FollowUps({ message: { followUps: { of, by } } }: { message: MessageView }) {
  const words = messageWords[useLanguage()];
  if (!of && by.length === 0) return null;
  return (
    <section aria-labelledby="follow-ups">
      <h2 id="follow-ups">{words.followUps}</h2>
      {of ? <p>{words.followsUp}<LinkedMessage {...of} /></p> : null}
      {by.length > 0 ? <ul>{by.map((one) => <li key={one.number}><LinkedMessage {...one} /></li>)}</ul> : null}
    </section>
  );
}

function Merged({ message: { merged: { into, with: others } } }: { message: MessageView }) {
  const words = messageWords[useLanguage()];
  const shown = [...(into ? [into] : []), ...others];
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="merged">
      <h2 id="merged">{words.merged}</h2>
      <p>{words.mergedWith(shown.length)}</p>
      <ul>{shown.map((one) => <li key={one.number}><LinkedMessage {...one} /></li>)}</ul>
    </section>
  );
}

const LinkedMessage = ({ number, title }: Linked) => <a href={pathOf(number)}>{number}{title ? <> <Written>{title}</Written></> : null}</a>;

function NoReply({ inReview }: { inReview: boolean }) {
  const words = messageWords[useLanguage()];
  return (
    <section aria-labelledby="replies">
      <h2 id="replies">{words.replies}</h2>
      <p>{inReview ? words.inReview : words.notAnswered}</p>
    </section>
  );
}

function Timeline({ message }: { message: MessageView }) {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{messageWords[useLanguage()].timeline}</h2>
      <ol class="timeline">
        {message.timeline.map((entry, index) => (
          <li key={index}><span class="meta"><Instant at={entry.at} /></span><bdi>{entry.text}</bdi></li>
        ))}
      </ol>
    </section>
  );
}

/** 这个日期怎么算出来的: all days up to the cap, with the versions they were computed by. */
export function deadlinePage({ site, message, calendars }: Omit<MessagePage, 'citations'>): string {
  const language = languageOf(site);
  const words = messageWords[language];
  const last = message.finalDueOn ?? message.dueOn;
  return renderPage({
    site,
    title: `${words.reckoning} ${message.number}`,
    current: 'messages',
    isIndexed: false,
    isBilingual: true,
    children: (
      <>
        <Breadcrumb
          path={[{ href: '/', name: words.home }, { href: '/messages', name: words.board }, { href: pathOf(message.number), name: message.number }]}
          here={words.deadline}
        />
        <h1>{words.reckoning}</h1>
        <p><bdi>{message.sentence}</bdi></p>
        <Explanation message={message} until={last} calendars={calendars} />
        <h2>{words.basis}</h2>
        <p>{words.rules}</p>
        <dl class="facts">
          <dt>{words.registeredOn}</dt>
          <dd>{datesIn[language].full(message.registeredOn)}</dd>
          {message.dayZero ? <><dt>{message.dayZero.words}</dt><dd>{datesIn[language].full(message.dayZero.on)}</dd></> : null}
          <dt>{words.calendar}</dt>
          <dd>{calendars.of(message.calendarVersion).version}</dd>
          <dt>{words.policy}</dt>
          <dd>{message.policyVersion ?? words.notDecided}</dd>
        </dl>
      </>
    ),
  });
}
