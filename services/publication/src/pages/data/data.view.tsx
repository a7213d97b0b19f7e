import { channels, endings, messageKindSchema, ratingSchema } from '@wenzheng/contracts';
import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { channelWords, dateWords, endingWords, kindWords, ratingWords } from '@wenzheng/wording';
import { businessDateOf } from '@wenzheng/working-days';
import type { PublishedMonth } from '../../message/published-months.js';
import { periodWords } from '../../statistics/period.rules.js';
import { dumpPath, formats, type Licence } from './catalogue.rules.js';
import { dumpFormats } from './dump.rules.js';
import { fieldWords } from './fields.js';

export interface DataPage {
  site: Site;
  licence: Licence | null;
  months: readonly PublishedMonth[];
  periods: readonly string[];
}

/** 开放数据 */
export function dataPage({ site, licence, months, periods }: DataPage): string {
  return renderPage({
    site,
    title: '开放数据',
    children: (
      <div class="reading">
        <Breadcrumb path={[{ href: '/', name: '首页' }]} here="开放数据" />
        <h1>开放数据</h1>
        <p>本网站已公开的留言、答复和办理统计，可以整月下载，用于研究、核对和开发应用。数据与网页一致：个人信息已隐去，不公开的留言只有编号、单位、类别、日期和办结方式；网页上隐去、撤下的内容，文件中同时隐去、撤下。</p>
        <section aria-labelledby="licence">
          <h2 id="licence">使用许可</h2>
          {licence ? <p>{licence.words}{licence.url ? <>（<a href={licence.url}>许可全文</a>）</> : null}</p> : <p>本市尚未公布数据使用许可。使用时请注明来源和下载日期，不得用于识别或者联系留言人。</p>}
        </section>
        <section aria-labelledby="messages">
          <h2 id="messages">网民留言和答复</h2>
          <p>每月一个文件，收录当月受理登记的全部留言，次月起提供。JSON Lines 每行一件留言，字段齐全；CSV 可以用电子表格打开，只列最后一份正式答复。文件均以 gzip 压缩。</p>
          {months.length === 0 ? <p>尚无可以下载的月份。</p> : (
            <ul class="periods">
              {months.map(({ month, messages, changedAt }) => (
                <li key={month}>
                  <span>{periodWords(month)}</span>
                  {formats.map((format) => <a key={format} href={dumpPath(month, format)} aria-label={`${periodWords(month)}留言：${dumpFormats[format].name}`}>{dumpFormats[format].name}</a>)}
                  <span class="meta">{`${messages.toLocaleString('en-US')}件，最近变动于${dateWords(businessDateOf(changedAt))}`}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section aria-labelledby="statistics">
          <h2 id="statistics">办理统计</h2>
          {periods.length === 0 ? <p>尚无已定期的统计。</p> : (
            <ul class="periods">
              {periods.map((period) => (
                <li key={period}>
                  <a href={`/statistics/${period}`}>{periodWords(period)}</a>
                  <a href={`/statistics/${period}.csv`} aria-label={`${periodWords(period)}统计：CSV`}>CSV</a>
                  <a href={`/statistics/${period}.xlsx`} aria-label={`${periodWords(period)}统计：XLSX`}>XLSX</a>
                  <a href={`/statistics/${period}.json`} aria-label={`${periodWords(period)}统计：JSON`}>JSON</a>
                </li>
              ))}
            </ul>
          )}
          <p>每一项怎样计算，见<a href="/statistics/definitions">指标解释</a>。</p>
        </section>
        <section aria-labelledby="programs">
          <h2 id="programs">供程序使用</h2>
          <ul class="plain-list">
            <li><a href="/data/catalog.jsonld">数据目录</a>（DCAT，JSON-LD 格式），列出以上全部文件</li>
            <li><a href="/v1/messages">留言查询接口</a>，按单位、类别、状态、日期和关键词查询，说明见<a href="/openapi.json">接口文档</a></li>
            <li><a href="/open311/v2/discovery.json">Open311 接口</a></li>
            <li><a href="/feeds">订阅</a>，取得最新的留言、访谈和统计</li>
            <li><a href="/log">公开留痕</a>，核对公开内容有没有被改动</li>
          </ul>
        </section>
        <section aria-labelledby="fields">
          <h2 id="fields">字段说明</h2>
          <div class="scroll" role="group" aria-label="字段和含义" tabIndex={0}>
            <table>
              <thead><tr><th scope="col">字段</th><th scope="col">含义</th></tr></thead>
              <tbody>{fieldWords.map(({ name, zh }) => <tr key={name}><td><code>{name}</code></td><td>{zh}</td></tr>)}</tbody>
            </table>
          </div>
          <Codes heading="类别代码（kind）" words={messageKindSchema.options.map((kind) => [kind, kindWords.zh[kind]])} />
          <Codes heading="来源代码（channel）" words={channels.map((channel) => [channel, channelWords.zh[channel]])} />
          <Codes heading="办结方式代码（ending）" words={endings.map((ending) => [ending, endingWords.zh[ending]])} />
          <Codes heading="评价代码（rating）" words={ratingSchema.options.map((rating) => [rating, ratingWords.zh[rating]])} />
        </section>
      </div>
    ),
  });
}

function Codes({ heading, words }: { heading: string; words: readonly (readonly [string, string])[] }) {
  return (
    <table>
      <caption>{heading}</caption>
      <thead><tr><th scope="col">代码</th><th scope="col">含义</th></tr></thead>
      <tbody>{words.map(([code, word]) => <tr key={code}><td><code>{code}</code></td><td>{word}</td></tr>)}</tbody>
    </table>
  );
}
