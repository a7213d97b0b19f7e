import { channels, messageKindSchema } from '@wenzheng/contracts';
import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { channelWords, kindWords } from '@wenzheng/wording';
import { alternatesOf, feedFormats, feedHref, interviewsFeed, messagesFeed, statisticsFeed, unitFeed, type FeedAddress, type FeedFormat } from '../../portal/feed-address.js';

interface Listed {
  name: string;
  address: FeedAddress;
}

/** 订阅 */
export function feedsPage({ site, units }: { site: Site; units: readonly { code: string; name: string }[] }): string {
  const whole: Listed[] = [{ name: '全部留言', address: messagesFeed }, { name: '在线访谈', address: interviewsFeed }, { name: '办理统计', address: statisticsFeed }];
  return renderPage({
    site,
    title: '订阅',
    alternates: whole.flatMap(({ name, address }) => alternatesOf(name, address)),
    children: (
      <div class="reading">
        <Breadcrumb path={[{ href: '/', name: '首页' }]} here="订阅" />
        <h1>订阅</h1>
        <p>把下面的地址添加到您使用的阅读软件，有新的留言、答复、访谈预告或者统计公布时，软件会自动提示您。订阅不需要注册，本网站也不记录谁订阅了什么。</p>
        <p>每个订阅源都有 Atom、RSS、JSON Feed 三种格式，内容相同，任选一种即可。内容与网页一致：不公开的留言只列编号、单位、类别、日期和办理状态；网页上隐去、撤下的内容，订阅源中同时隐去、撤下。</p>
        <Feeds heading="全部" listed={whole} />
        <section aria-labelledby="search">
          <h2 id="search">按条件订阅</h2>
          <p>在<a href="/messages">市民心声</a>中选好单位、类别、办理状态或者关键词，再选列表下方“订阅本列表”后面的格式，即可只订阅符合条件的留言。</p>
        </section>
        <Feeds heading="按类别" listed={messageKindSchema.options.map((kind) => ({ name: kindWords.zh[kind], address: { path: `/feeds/kinds/${kind}` } }))} />
        <Feeds heading="按来源" listed={channels.map((channel) => ({ name: channelWords.zh[channel], address: { path: `/feeds/channels/${channel}` } }))} />
        {units.length > 0 ? <Feeds heading="按承办单位" listed={units.map(({ code, name }) => ({ name, address: unitFeed(code) }))} /> : null}
        <p>需要批量取用数据的，见<a href="/data">开放数据</a>。</p>
      </div>
    ),
  });
}

function Feeds({ heading, listed }: { heading: string; listed: readonly Listed[] }) {
  const id = listed[0]?.address.path.replaceAll(/\W+/g, '-').slice(1) ?? '';
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      <ul class="periods feeds">
        {listed.map(({ name, address }) => (
          <li key={address.path}>
            <span>{name}</span>
            {(Object.keys(feedFormats) as FeedFormat[]).map((format) => <a key={format} href={feedHref(address, format)} aria-label={`${name}：${feedFormats[format].name}`}>{feedFormats[format].name}</a>)}
          </li>
        ))}
      </ul>
    </section>
  );
}
