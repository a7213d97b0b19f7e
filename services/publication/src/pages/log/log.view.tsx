import { Breadcrumb, renderPage, siteTitle, type Site } from '@wenzheng/page-frame';
import { dateWords } from '@wenzheng/wording';
import { businessDateOf } from '@wenzheng/working-days';
import { periodWords } from '../../statistics/period.rules.js';
import { isPeriod } from '../../transparency/deeds.rules.js';
import type { Head, OpenEntry } from '../../transparency/log.reader.js';

interface LogPage {
  site: Site;
  publicUrl: string;
  head: Head | null;
  verifierKey: string | null;
  newest: readonly OpenEntry[];
}

const words: Readonly<Record<string, string>> = { registered: '受理登记', dates: '答复时限', answered: '答复', words: '标题和内容', notice: '延期说明', reply: '答复内容', decision: '信息办决定', figures: '统计数字' };
const wordOf = ({ key }: OpenEntry): string => words[key.split(':')[0]!] ?? key;
const stateOf = ({ salt, data }: OpenEntry): string => (salt === null ? '已被后来的记录取代，不再显示' : data === null ? '不再公开' : '现行有效');

const pathOfSubject = (subject: string): string => (isPeriod(subject) ? `/${subject}` : `/messages/${encodeURIComponent(subject)}`);
const subjectWords = (subject: string): string => (isPeriod(subject) ? `${periodWords(subject.slice('statistics/'.length))}统计` : subject);

/** 公开留痕: in words for people, with what programs need beneath. */
export function logPage({ site, publicUrl, head, verifierKey, newest }: LogPage): string {
  return renderPage({
    site,
    title: '公开留痕',
    children: (
      <div class="reading">
        <Breadcrumb path={[{ href: '/', name: '首页' }]} here="公开留痕" />
        <h1>公开留痕</h1>
        <p>{siteTitle(site)}公开的每一件事——受理登记、答复时限、延期说明、答复及其更正、每月和每年公布的统计数字——都按先后写进一份只能增加、不能改动的日志。谁也不能悄悄删去一件留言、挪动一个日期、改动一个已公布的数字而不被发现，本网站自己也不能。</p>
        <p>按时间看公开了哪些答复和延期说明，见<a href="/publications">公开日志</a>。</p>
        {head ? <p>日志现有<strong>{head.size.toLocaleString('en-US')}</strong>条记录，截至{dateWords(businessDateOf(head.at))}。</p> : <p>日志还没有记录。</p>}
        <section aria-labelledby="newest">
          <h2 id="newest">最近的记录</h2>
          {newest.length === 0 ? (
            <p>还没有记录。</p>
          ) : (
            <div class="scroll" role="group" aria-labelledby="newest" tabIndex={0}>
              <table>
                <thead><tr><th scope="col">序号</th><th scope="col">留言或统计</th><th scope="col">事项</th><th scope="col">状态</th></tr></thead>
                <tbody>
                  {newest.map((entry) => (
                    <tr key={entry.entry}>
                      <td>{entry.entry}</td>
                      <td><a href={pathOfSubject(entry.subject)}>{subjectWords(entry.subject)}</a></td>
                      <td>{wordOf(entry)}</td>
                      <td>{stateOf(entry)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </section>
        <section aria-labelledby="how">
          <h2 id="how">怎样核对</h2>
          <p>每条记录只在日志里留下一个加盐的摘要（SHA-256），全部摘要组成一棵散列树（RFC 6962）。树根签名后称为“签名头”（C2SP tlog-checkpoint）。您可以保存今天的签名头，日后核对日志是不是从它接着写下来的：</p>
          <pre class="scroll" role="group" aria-label="核对命令" tabIndex={0}><code>npm run verify -- {publicUrl} --keep checkpoints</code></pre>
          <p>程序会取回全部记录，逐条核对摘要、树根和签名，再逐件核对本网站现在显示的内容和各期统计，找出缺少的留言、被改动的日期和数字。</p>
          {verifierKey && head?.note ? (
            <>
              <h3>当前签名头</h3>
              <pre class="scroll" role="group" aria-label="当前签名头" tabIndex={0}><code>{head.note}</code></pre>
              <h3>核对公钥</h3>
              <pre class="scroll" role="group" aria-label="核对公钥" tabIndex={0}><code>{verifierKey}</code></pre>
            </>
          ) : (
            <p>本网站还没有启用签名，签名头暂不提供。</p>
          )}
          <p>程序可读：<a href="/log/checkpoint">签名头</a>、<a href="/log/key">公钥</a>、<a href="/log/entries">记录</a>；散列树按C2SP tlog-tiles提供。</p>
        </section>
        <section aria-labelledby="privacy">
          <h2 id="privacy">个人信息</h2>
          <p>日志里没有留言和答复的文字，只有摘要。文字被隐去、撤下或者撤回以后，原来那条记录的盐值一并销毁，谁也不能再由摘要推断文字；摘要本身还在，所以其他记录的证明照样成立。</p>
        </section>
      </div>
    ),
  });
}
