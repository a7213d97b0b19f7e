import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { pointFigures } from '../../forum/forum-stage.rules.js';
import type { ForumState } from '../../forum/forum.entity.js';
import type { MessageSummary } from '../../message/message-view.rules.js';
import { Instant, StatusTag } from '../../portal/parts.js';
import { pathOf } from '../../publishing/publishing.rules.js';
import { sessionTimeWords } from './words.js';

type Minutes = NonNullable<ForumState['minutes']>;

export interface MinutesPage {
  site: Site;
  forum: ForumState;
  minutes: Minutes;
  /** What became of the points that are messages, by their numbers. */
  messages: ReadonlyMap<string, MessageSummary>;
}

export function minutesPage({ site, forum, minutes, messages }: MinutesPage): string {
  const { title, sessionNumber, unit, place } = forum;
  const { raised, onTheSpot, messages: registered } = pointFigures(minutes.points);
  return renderPage({
    site,
    title: `《${title}》纪要`,
    current: 'forums',
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/forums', name: '网民座谈会' }, { href: `/forums/${encodeURIComponent(sessionNumber)}`, name: title }]} here="纪要" />
        <h1>{`《${title}》纪要`}</h1>
        <dl class="facts">
          <dt>时间</dt><dd>{sessionTimeWords(forum)}</dd>
          <dt>地点</dt><dd>{place}</dd>
          <dt>上线单位</dt><dd>{unit.name}</dd>
          <dt>主要负责同志</dt><dd>{principalWords(minutes.principal)}</dd>
          <dt>参加网友</dt><dd>{`邀请${minutes.invited}人，到场${minutes.attended}人`}</dd>
          <dt>公布时间</dt><dd><Instant at={new Date(minutes.publishedAt)} /></dd>
        </dl>
        <p class="text">{minutes.summary}</p>
        <h2>议题和办理</h2>
        <p>{`网友提出${raised}条意见：现场答复${onTheSpot}条，转为留言办理${registered}条。`}</p>
        {minutes.points.map(({ topic, opinion, answer, messageNumber }, index) => (
          <section class="card" key={index} aria-labelledby={`point-${index + 1}`}>
            <h3 id={`point-${index + 1}`}>{`${index + 1}. ${topic}`}</h3>
            <p class="text">{`意见：${opinion}`}</p>
            {answer !== null ? <p class="text">{`现场答复（${unit.name}）：${answer}`}</p> : null}
            {messageNumber !== null ? <Registered number={messageNumber} message={messages.get(messageNumber)} /> : null}
          </section>
        ))}
        <p><a href={`/forums/${encodeURIComponent(sessionNumber)}/archive`}>归档包及其校验值</a></p>
      </>
    ),
  });
}

function Registered({ number, message }: { number: string; message: MessageSummary | undefined }) {
  return (
    <p>
      转为留言办理：<a href={pathOf(number)}>{number}</a>
      {message ? <> <StatusTag message={message} /> <bdi>{message.status.suffixes.includes(message.short) ? '' : message.short}</bdi></> : null}
    </p>
  );
}

const principalWords = ({ isPresent, name, post, reason }: Minutes['principal']): string => (isPresent ? `${name}（${post}）到场` : `主要负责同志未到场，由${name}（${post}）参加。原因：${reason ?? ''}`);
