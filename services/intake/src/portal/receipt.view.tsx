import { renderPage, type Site } from '@wenzheng/page-frame';
import { instantWords } from '@wenzheng/wording';
import { printScript } from './page-script.js';
import { QrCode } from './qr.js';
import type { ShownReceipt } from './receipt-slip.js';

export interface ReceiptPage {
  site: Site;
  receipt: ShownReceipt;
  /** Who answers by when, as every page says it. */
  sentence: string;
  publicUrl: string;
}

export function receiptPage({ site, receipt: { number, trackingCode, registeredAt, visibility, repeated }, sentence, publicUrl }: ReceiptPage): string {
  const query = `/query?number=${encodeURIComponent(number)}`;
  return renderPage({
    site,
    title: '留言已受理',
    current: 'submit',
    isIndexed: false,
    script: printScript.path,
    children: (
      <>
        <h1><span aria-hidden="true">✓ </span>{repeated ? '您已提交过相同的留言' : '留言已受理'}</h1>
        {repeated ? <p>没有重复登记，受理编号和查询码与上次相同。</p> : null}
        <section class="receipt" aria-label="回执">
          <dl>
            <dt>受理编号</dt>
            <dd><strong>{number}</strong></dd>
            <dt>查询码（只显示这一次，请截图、抄写或者打印）</dt>
            <dd><strong>{trackingCode}</strong></dd>
            <dt>受理时间</dt>
            <dd><time datetime={registeredAt.toISOString()}>{instantWords(registeredAt)}</time></dd>
          </dl>
          <p>{sentence}</p>
          <QrCode text={`${publicUrl.replace(/\/$/, '')}${query}`} label={`二维码：打开查询页面，已填好受理编号${number}`} />
          <p class="hint">用手机扫一扫，可以打开查询页面；二维码里只有受理编号，没有查询码。查询码能打开您的留言，请不要转发给别人。</p>
        </section>
        <section class="reading" aria-labelledby="next">
          <h2 id="next">接下来会怎样</h2>
          <ol>
            <li>分派给承办单位，举报由市政府信息办处理，不交被举报的单位。</li>
            <li>承办单位办理，并以单位名义答复；确需延期的，须在3个工作日内说明，最长10个工作日。</li>
            <li>{visibility === 'private' ? '本件不公开：别人只能看到编号、单位、类别、日期和办理状态，凭查询码才能看到内容和答复。' : '答复在“市民心声”公开，个人信息自动隐去。'}</li>
            <li>凭受理编号和查询码，可以随时查看办理情况、撤回，答复后可以评价和追问。</li>
          </ol>
          <p class="row"><a class="button" href={query}>查看办理情况</a><button type="button" class="plain" data-print hidden>打印回执</button></p>
        </section>
      </>
    ),
  });
}

/** Its reload, and whoever comes without a receipt. */
export function receiptGonePage({ site }: { site: Site }): string {
  return renderPage({
    site,
    title: '查询码不再显示',
    current: 'submit',
    isIndexed: false,
    children: (
      <div class="reading">
        <h1>为保护您的信息，查询码不再显示</h1>
        <p>受理编号和查询码在提交后显示一次。已经记下的，请到<a href="/query">查询办理情况</a>。</p>
        <h2>忘记查询码怎么办</h2>
        <ul>
          <li>刚刚提交、没有来得及记下的：用同一个浏览器，在二十分钟内把相同的内容再提交一次，会得到相同的受理编号和查询码，不会重复登记。</li>
          <li>公开的留言：凭受理编号或者标题，在<a href="/messages">市民心声</a>里可以看到办理情况和答复。</li>
          <li>不公开的留言：本网站没有保存查询码，任何人都无法找回{site.contact ? `；可以联系${site.contact}，说明受理编号` : ''}。也可以重新提交留言，在内容里写上原来的受理编号。</li>
        </ul>
        <p><a class="button plain" href="/submit">我要留言</a></p>
      </div>
    ),
  });
}
