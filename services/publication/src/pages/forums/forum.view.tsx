import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { lotFigures, stageOf } from '../../forum/forum-stage.rules.js';
import type { ForumState } from '../../forum/forum.entity.js';
import { Instant } from '../../portal/parts.js';
import { phaseWords, sessionTimeWords, StageTag } from './words.js';

export function forumPage({ site, now, forum }: { site: Site; now: Date; forum: ForumState }): string {
  const { title, sessionNumber, unit, phase, place, seats, signUp, minutes, reason, state } = forum;
  const path = `/forums/${encodeURIComponent(sessionNumber)}`;
  const stage = stageOf(forum, now);
  return renderPage({
    site,
    title,
    current: 'forums',
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: '/forums', name: '网民座谈会' }, { href: `/forum-phases/${phase}`, name: phaseWords(phase) }]} here={title} />
        <h1>{title}</h1>
        <p><StageTag forum={forum} now={now} /></p>
        {reason ? <p class="box yellow">{`${state === 'cancelled' ? '取消' : '推迟'}原因：${reason}`}</p> : null}
        <dl class="facts">
          <dt>编号</dt><dd>{sessionNumber}</dd>
          <dt>上线单位</dt><dd>{`${unit.name}，由主要负责同志参加`}</dd>
          <dt>时间</dt><dd>{sessionTimeWords(forum)}</dd>
          <dt>地点</dt><dd>{place}</dd>
          <dt>名额</dt><dd>{`${seats}人`}</dd>
          <dt>报名</dt><dd><Instant at={new Date(signUp.from)} />至<Instant at={new Date(signUp.until)} /></dd>
        </dl>
        {stage === 'signing-up' ? <p><a class="button" href={`/submit/forums/${forum.sessionId}`}>我要报名</a></p> : null}
        {minutes ? <p><a class="button plain" href={`${path}/minutes`}>查看纪要</a> <a href={`${path}/archive`}>归档包及其校验值</a></p> : null}
        <Rule forum={forum} />
        {forum.draw ? <Draw forum={forum} draw={forum.draw} /> : null}
      </>
    ),
  });
}

function Rule({ forum: { seats, groups, commitment } }: { forum: ForumState }) {
  const kept = groups.reduce((sum, group) => sum + group.seats, 0);
  return (
    <section class="reading" aria-labelledby="rule">
      <h2 id="rule">选取规则</h2>
      <ol>
        <li>{`按名额抽签：${groups.map((group) => `${group.name}${group.seats}人`).join('，')}${seats > kept ? `，其余${seats - kept}人不分组别` : ''}，共${seats}人。`}</li>
        <li>每人报名后得到一个报名编号。抽签前不公布任何报名信息，工作人员也看不到姓名和手机号。</li>
        <li>系统在公告时就生成抽签种子并封存，先公布它的摘要，抽签时再公布种子，因此种子在报名以后无法更换。</li>
        <li>把<code>种子:报名编号</code>做SHA-256运算，结果从小到大排列。各组先按顺序取满本组名额；没有取满的和不分组别的名额，由其余报名者不分组别按顺序递补；没有取中的按顺序候补。</li>
      </ol>
      <p>种子的摘要（SHA-256）：<code>{commitment}</code></p>
    </section>
  );
}

function Draw({ forum, draw }: { forum: ForumState; draw: NonNullable<ForumState['draw']> }) {
  const selected = draw.entries.filter(({ lot }) => lot === 'selected').length;
  return (
    <section aria-labelledby="draw">
      <h2 id="draw">抽签结果</h2>
      <p>{`报名${draw.entries.length}人，取中${selected}人，候补${draw.entries.length - selected}人。抽签时间：`}<Instant at={new Date(draw.drawnAt)} />。结果只公布报名编号，不公布姓名。</p>
      <div class="scroll" role="group" aria-labelledby="groups" tabIndex={0}>
        <table>
          <caption id="groups">各组报名和取中人数</caption>
          <thead><tr><th scope="col">组别</th><th scope="col">名额</th><th scope="col">报名</th><th scope="col">取中</th></tr></thead>
          <tbody>
            {lotFigures(forum).map(({ group, seats, signedUp, selected: ofGroup }) => (
              <tr key={group}><th scope="row">{group}</th><td>{seats ?? '不分组别'}</td><td>{signedUp}</td><td>{ofGroup}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>怎样复核</h2>
      <p>种子：<code>{draw.seed}</code></p>
      <p>在任何一台装有sha256sum的电脑上运行下面两行。第一行应当得到公告时公布的摘要；第二行换上每个报名编号，得到的结果从小到大排列，就是下表的顺序。</p>
      <pre class="scroll" tabIndex={0}>{`printf '%s' ${draw.seed} | sha256sum\nprintf '%s:%s' ${draw.seed} ${draw.entries[0]?.code ?? '报名编号'} | sha256sum`}</pre>
      <details open={draw.entries.length <= 50}>
        <summary>{`全部报名编号（${draw.entries.length}个，按抽签顺序）`}</summary>
        <div class="scroll" role="group" aria-label="全部报名编号" tabIndex={0}>
          <table>
            <caption>按抽签顺序</caption>
            <thead><tr><th scope="col">序号</th><th scope="col">报名编号</th><th scope="col">组别</th><th scope="col">结果</th></tr></thead>
            <tbody>
              {draw.entries.map(({ code, group, lot }, index) => (
                <tr key={code}><td>{index + 1}</td><td>{code}</td><td>{group}</td><td>{lot === 'selected' ? '取中' : '候补'}</td></tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </section>
  );
}
