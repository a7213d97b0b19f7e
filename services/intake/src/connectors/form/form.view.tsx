import { messageKindSchema, type MessageKind } from '@wenzheng/contracts';
import { Choices, described, FaultAt, FaultSummary, Field, renderPage, type Faults, type Site } from '@wenzheng/page-frame';
import { kindWords } from '@wenzheng/wording';
import type { ComponentChildren } from 'preact';
import { formFiles, type KeptFile } from './form-files.js';
import { longest, type Typed } from './letter.rules.js';
import { proofScript } from './proof-script.js';
import { unsure, type ListedUnit } from './unit-search.rules.js';

export interface FormPage {
  site: Site;
  units: readonly ListedUnit[];
  typed: Typed;
  /** 在线访谈 in which it is asked. */
  interview: { title: string; unitName: string } | null;
  /** The pass that the form carries. */
  pass: string;
  /** Those that have come already, and the text that the form carries for them; null where none are taken. */
  files: { kept: readonly KeptFile[]; text: string } | null;
  faults?: Faults | undefined;
  /** What stands in the way beside the fields, or what was changed for the writer. */
  notice?: string | undefined;
  check?: { question: string; challenge: string } | undefined;
}

const meanings: Readonly<Record<MessageKind, string>> = {
  inquiry: '问政策、问办法、问进展',
  complaint: '对服务、管理或者办理不满意',
  suggestion: '提出改进办法',
  opinion: '对工作和决策的看法',
  help: '遇到困难，请求帮助',
  report: '反映违纪违法问题，不公开，由市政府信息办处理',
  thanks: '表扬好的服务',
};

export function formPage({ site, units, typed, interview, pass, files, faults = {}, notice, check }: FormPage): string {
  const name = interview ? '我要提问' : '我要留言';
  const hasFaults = Object.keys(faults).length > 0;
  // A question goes to the unit of its interview, so that nobody is asked for one.
  const places = Array.from({ length: 6 }, (_, index) => `${index + (interview ? 2 : 3)}. `) as [string, string, string, string, string, string];
  const [atTitle, atText, atVisibility, atContact, atConsent, atFiles] = places;
  return renderPage({
    site,
    title: hasFaults ? `错误：有${Object.keys(faults).length}处需要修改 - ${name}` : notice ? `请注意：${notice} - ${name}` : name,
    current: 'submit',
    isIndexed: !hasFaults && !notice,
    script: check ? proofScript.path : undefined,
    children: (
      <>
        <h1>{name}</h1>
        {notice ? <div class="error" role="alert"><p>{notice}</p></div> : null}
        <FaultSummary faults={faults} />
        <div class="reading">
          {interview ? <p>{`您在向在线访谈${interview.title && `“${interview.title}”`}提问，由${interview.unitName}回答。现场没有答到的，自访谈当日起3个工作日内答复；确需延期的，公开说明，最长10个工作日。`}</p> : <p>受理后3个工作日内答复；确需延期的，公开说明，最长10个工作日。留言受理后会得到受理编号和查询码。</p>}
          <p><strong>正在发生的急难险情，请拨打110、119、120。</strong>举报不公开，由市政府信息办处理，不交给被举报的单位。</p>
        </div>
        <form action="/submit" method="post" class="fields letter" novalidate {...(files && { enctype: 'multipart/form-data' })}>
          <input type="hidden" name="form" value={pass} />
          <input type="hidden" name="advised" value={typed.advised} />
          <Choices id="kind" legend="1. 类别" choices={messageKindSchema.options.map((kind) => ({ value: kind, label: kindWords.zh[kind], hint: meanings[kind] }))} chosen={typed.kind} faults={faults} />
          {interview ? <input type="hidden" name="session" value={typed.session} /> : <UnitField units={units} typed={typed} faults={faults} />}
          <Field id="title" label={`${atTitle}标题`} hint={`一句话说明什么事，最多${longest.title}字。`} faults={faults}>
            <input id="title" name="title" value={typed.title} {...described('title', faults)} />
          </Field>
          <Field id="text" label={`${atText}内容`} hint={`请写明时间、地点、经过和您的要求，最多${longest.text.toLocaleString('en-US')}字。请不要写身份证号、银行卡号和别人的电话。`} faults={faults}>
            <textarea id="text" name="text" rows={10} {...described('text', faults)}>{typed.text}</textarea>
          </Field>
          <Choices
            id="visibility"
            legend={`${atVisibility}是否公开`}
            hint="公开的留言和答复，别人也能看到，电话、证件号等自动隐去。举报一律不公开。涉及未成年人、个人疾病和健康的，请选不公开。"
            choices={[{ value: 'public', label: '公开' }, { value: 'private', label: '不公开', hint: '只有您凭查询码能看到内容和答复' }]}
            chosen={typed.visibility}
            faults={faults}
          />
          <ContactFields place={atContact} typed={typed} faults={faults} />
          <Consent place={atConsent} typed={typed} faults={faults} />
          <FormEnd button="提交留言" check={check}>{files ? <Files place={atFiles} kept={files.kept} text={files.text} faults={faults} /> : null}</FormEnd>
        </form>
      </>
    ),
  });
}

interface Part {
  /** What its number is, as `6. `. */
  place: string;
  typed: Typed;
  faults: Faults;
}

function UnitField({ units, typed, faults }: Omit<Part, 'place'> & { units: readonly ListedUnit[] }) {
  return (
    <Field id="unit" label="2. 向哪个单位反映" hint="输入单位名称的一部分，从列表中选择。不清楚的请留空，由我们分派。" faults={faults}>
      <input id="unit" name="unit" list="units" autocomplete="off" value={typed.unit} {...described('unit', faults)} />
      <datalist id="units">
        <option value={unsure} />
        {units.map(({ code, name }) => <option key={code} value={name} />)}
      </datalist>
    </Field>
  );
}

function ContactFields({ place, typed, faults }: Part) {
  return (
    <fieldset aria-describedby="contact-hint">
      <legend>{place}怎样与您联系（可以不填）</legend>
      <p class="hint" id="contact-hint">只在办理中确需核实时使用，加密保存，每次查看都有记录。不填的，凭受理编号和查询码自己查询，不影响办理。</p>
      <Field id="phone" label="手机号" faults={faults}>
        <input id="phone" name="phone" inputMode="tel" autocomplete="tel-national" value={typed.phone} {...described('phone', faults, false)} />
      </Field>
      <Field id="email" label="电子邮箱" faults={faults}>
        <input id="email" name="email" inputMode="email" autocomplete="email" value={typed.email} {...described('email', faults, false)} />
      </Field>
    </fieldset>
  );
}

function Consent({ place, typed, faults }: Part) {
  return (
    <fieldset class={faults.consent ? 'faulty' : undefined}>
      <legend>{place}个人信息保护</legend>
      <p class="hint">留言用于受理、分派、办理、答复和统计，按公务档案的期限保存，由主办单位和承办单位处理。您可以查阅、撤回、更正、要求删除。全文见<a href="/privacy">个人信息保护告知</a>。</p>
      <FaultAt id="consent" faults={faults} />
      <div class="choice">
        <input type="checkbox" id="consent" name="consent" value="yes" checked={typed.consent === 'yes'} {...described('consent', faults, false)} />
        <label class="whole" for="consent">我同意为办理本留言使用我填写的联系方式</label>
      </div>
      <p class="hint">没有填联系方式的，不用勾选。</p>
    </fieldset>
  );
}

const accepted = ['image/jpeg', 'image/png', 'image/webp', '.pdf', '.txt', '.docx', '.xlsx', '.pptx'].join(',');

/** After all other fields: their words are known before the first byte of a file comes. */
function Files({ place, kept, text, faults }: { place: string; kept: readonly KeptFile[]; text: string; faults: Faults }) {
  return (
    <fieldset class={faults.attachments ? 'faulty' : undefined}>
      <legend>{place}附件（可以不附）</legend>
      <p class="hint" id="attachments-hint">
        照片（JPG、PNG、WebP）、PDF、TXT、Word（docx）、Excel（xlsx）和PPT（pptx），最多{formFiles.count}个，每个不超过{formFiles.eachMB}MB，合计不超过{formFiles.allMB}MB。照片里的拍摄地点和设备信息会自动去掉。附件经承办单位查看后才可能公开，请不要拍到别人的证件和面部。
      </p>
      <FaultAt id="attachments" faults={faults} />
      {kept.length > 0 ? <p>已经附上，不用再选：</p> : null}
      {kept.map(({ name, size, sha256 }, index) => (
        <div class="choice" key={sha256}>
          <input type="checkbox" id={`keep-${index}`} name="keep" value={sha256} checked />
          <label class="whole" for={`keep-${index}`}>{name}（{sizeWords(size)}）</label>
        </div>
      ))}
      {kept.length > 0 ? <p class="hint">不要的，取消勾选。</p> : null}
      {text ? <input type="hidden" name="files" value={text} /> : null}
      <label for="attachments">{kept.length > 0 ? '再选文件' : '选择文件'}</label>
      <input type="file" id="attachments" name="attachments" multiple accept={accepted} {...described('attachments', faults)} />
    </fieldset>
  );
}

const sizeWords = (bytes: number): string => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))}KB` : `${(bytes / 1024 / 1024).toFixed(1)}MB`);

/** What every public form ends with: the field that nobody sees, the question where one is asked, the button. */
export function FormEnd({ button, check, children }: { button: string; check: FormPage['check']; children?: ComponentChildren }) {
  return (
    <>
      <div class="trap">
        <label for="website">请不要填写这一栏</label>
        <input id="website" name="website" tabIndex={-1} autocomplete="off" value="" />
      </div>
      {check ? <Check question={check.question} challenge={check.challenge} button={button} /> : null}
      {children}
      <div><button type="submit">{button}</button></div>
    </>
  );
}

function Check({ question, challenge, button }: { question: string; challenge: string; button: string }) {
  return (
    <div class="faulty" data-challenge={challenge} data-button={button}>
      <label for="answer">{question}</label>
      <p class="hint" id="answer-hint">同一网络近来提交很多，请答一题，以防机器批量提交。写数字或者汉字都可以。</p>
      <input id="answer" name="answer" inputMode="numeric" autocomplete="off" aria-describedby="answer-hint" />
      <input type="hidden" name="proof" value="" />
      <p class="hint" role="status" />
    </div>
  );
}
