import { channels, type ProbeFailure } from '@wenzheng/contracts';
import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { channelWords } from '@wenzheng/wording';
import { Instant } from '../../portal/parts.js';
import type { ReadComments } from '../../read-back/comments.entity.js';
import type { ReadBackView } from '../../read-back/read-back.reader.js';
import { pathOf } from '../../publishing/publishing.rules.js';
import type { Arrivals, WayState, WayView } from '../../probe/uptime.rules.js';

const states: Readonly<Record<WayState, { word: string; tone: string; icon: string }>> = {
  working: { word: '正常', tone: 'green', icon: '✓' },
  failing: { word: '异常', tone: 'red', icon: '⚠' },
  unknown: { word: '情况不明', tone: 'grey', icon: '◌' },
};

const failures: Readonly<Record<ProbeFailure, string>> = { unreachable: '无法连接', refused: '应答异常', 'not-arrived': '发出后没有收到' };

const ways: Readonly<Record<string, string>> = { form: '网上留言表单', push: '网站对接接口', 'cloud-events': '事件接口', open311: 'Open311接口' };

function nameOf({ connector, way, title, name }: WayView): string {
  if (connector === 'mail') return `${title ?? `信箱${name}`}（${way === 'letter' ? '每日试投一封信' : '登录检查'}）`;
  return connector === 'microblog' ? `${title ?? name}（读取检查）` : (ways[connector] ?? connector);
}

export function channelsPage({ site, ways: all, portal, comments }: { site: Site; ways: readonly WayView[]; portal: ReadBackView | null; comments: readonly ReadComments[] }): string {
  const shown = channels.filter((channel) => all.some((way) => way.channel === channel));
  return renderPage({
    site,
    title: '渠道运行情况',
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }]} here="渠道运行情况" />
        <h1>渠道运行情况</h1>
        <p>{`平台每${minutesOf(all)}分钟像市民一样试用一次各受理渠道，每天给每个信箱寄一封信，检查留言和来信能否收到。试投的内容有专门标记，不作为留言登记，不计入任何统计。平台停止运行、没有按时试投的，按没有成功计算。`}</p>
        <Summary ways={all} />
        {shown.map((channel) => (
          <section key={channel} aria-labelledby={channel}>
            <h2 id={channel}>{channelWords.zh[channel]}</h2>
            <ul class="list">{all.filter((way) => way.channel === channel).map((way) => <Way key={`${way.connector} ${way.name} ${way.way}`} way={way} />)}</ul>
          </section>
        ))}
        {portal ? <Portal portal={portal} /> : null}
        {comments.length > 0 ? <Comments comments={comments} /> : null}
        <p class="meta">本页内容另有供程序读取的格式：<a href="/v1/channels">/v1/channels</a></p>
      </>
    ),
  });
}

const minutesOf = (all: readonly WayView[]): number => Math.max(1, Math.round(Math.min(600, ...all.map(({ everySeconds }) => everySeconds)) / 60));

function Summary({ ways: all }: { ways: readonly WayView[] }) {
  if (all.length === 0) return <p class="box grey">还没有试投结果。</p>;
  const count = (state: WayState) => all.filter((way) => way.state === state).length;
  const [failing, unknown] = [count('failing'), count('unknown')];
  if (failing + unknown === 0) return <p class="box green">{`全部${all.length}个受理途径正常。`}</p>;
  const words = [failing > 0 ? `${failing}个异常` : '', unknown > 0 ? `${unknown}个情况不明` : ''].filter(Boolean).join('，');
  return <p class={`box ${failing > 0 ? 'red' : 'yellow'}`}>{`${all.length}个受理途径中，${words}。请先使用其他途径留言。`}</p>;
}

/** 回读 */
function Portal({ portal: { state, everySeconds, readAt, compared, differing, today, last30Days, lastFailure } }: { portal: ReadBackView }) {
  const { word, tone, icon } = states[state];
  return (
    <section aria-labelledby="portal">
      <h2 id="portal">网站公开内容回读</h2>
      <p><span class={`tag ${tone}`}><i aria-hidden="true">{icon}</i>{word}</span> 最近一次访问：<Instant at={readAt} /></p>
      <p>{`平台每${Math.max(1, Math.round(everySeconds / 60))}分钟从本网站的公开地址访问一次网站，并抽查最新的和以往的公开答复，看网站能否打开、答复是否与公布时一致。`}</p>
      <p>{`今天${visitWords(today)}；近30天${visitWords(last30Days)}`}{last30Days.probes > 0 ? `，${shareOf(last30Days)}` : ''}。</p>
      {differing.length > 0 ? (
        <p class="box red">{`${differing.length}件留言的公开答复与公布时不一致：`}{differing.map((number, index) => <>{index > 0 ? '、' : ''}<a href={pathOf(number)}>{number}</a></>)}</p>
      ) : compared > 0 ? <p>{`抽查${compared}件留言的公开答复，与公布时一致。`}</p> : null}
      <p class="meta">{lastFailure ? <>最近一次异常：<Instant at={lastFailure.at} />{`，${failures[lastFailure.failure]}`}</> : '没有打不开的记录'}</p>
    </section>
  );
}

/** 回读 of what was said on the microblog. */
function Comments({ comments }: { comments: readonly ReadComments[] }) {
  return (
    <section aria-labelledby="comments">
      <h2 id="comments">政务微博公开回复回读</h2>
      <p>受理回执和答复发到政务微博以后，平台在一个月内每天四次查看是否还在；答复两次都找不到的，按未送达处理，由承办单位重新答复。</p>
      <ul class="list">
        {comments.map(({ name, readAt, last30Days: { said, read, standing, gone } }) => (
          <li key={name}>
            <h3>{name}</h3>
            <p>
              <span class={`tag ${gone > 0 ? 'red' : 'green'}`}><i aria-hidden="true">{gone > 0 ? '⚠' : '✓'}</i>{gone > 0 ? '有缺失' : '正常'}</span>{' '}
              最近一次回读：<Instant at={new Date(readAt)} />
            </p>
            <p>{`近30天发布回复${countWords(said)}，已回读${countWords(read)}，其中仍在${countWords(standing)}，已找不到${countWords(gone)}${read - standing - gone > 0 ? `，正在复查${countWords(read - standing - gone)}` : ''}。`}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const countWords = (count: number): string => `${count.toLocaleString('en-US')}条`;

const visitWords = ({ probes, arrived }: Arrivals): string => (probes === 0 ? '尚未访问' : `访问${probes.toLocaleString('en-US')}次，成功${arrived.toLocaleString('en-US')}次`);

function Way({ way }: { way: WayView }) {
  const { word, tone, icon } = states[way.state];
  return (
    <li>
      <h3>{nameOf(way)}</h3>
      <p>
        <span class={`tag ${tone}`}><i aria-hidden="true">{icon}</i>{word}</span>{' '}
        最近一次试投：<Instant at={new Date(way.probedAt)} />
      </p>
      <p>{`今天${arrivalWords(way.today)}；近30天${arrivalWords(way.last30Days)}`}{way.last30Days.probes > 0 ? `，${shareOf(way.last30Days)}` : ''}。</p>
      <p class="meta">
        {way.lastFailure ? <>最近一次异常：<Instant at={new Date(way.lastFailure.at)} />{`，${failures[way.lastFailure.failure]}`}</> : '没有异常记录'}
      </p>
    </li>
  );
}

const arrivalWords = ({ probes, arrived }: Arrivals): string => (probes === 0 ? '尚未试投' : `试投${probes.toLocaleString('en-US')}次，成功${arrived.toLocaleString('en-US')}次`);

/** Cut, not rounded: what failed once is not 100 %. */
const shareOf = ({ probes, arrived }: Arrivals): string => `成功率${Math.floor((arrived * 10_000) / probes) / 100}%`;
