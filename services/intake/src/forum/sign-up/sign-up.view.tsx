import { Choices, described, FaultAt, FaultSummary, Field, renderPage, type Faults, type Site } from '@wenzheng/page-frame';
import { dateWords, instantWords } from '@wenzheng/wording';
import { businessDateOf } from '@wenzheng/working-days';
import { FormEnd } from '../../connectors/form/form.view.js';
import { proofScript } from '../../connectors/form/proof-script.js';
import type { StandingForum } from '../meeting/forums.service.js';
import type { TypedSignUp } from './sign-up.rules.js';

export const button = '提交报名';

interface Shown {
  site: Site;
  standing: StandingForum;
}

const forumPath = ({ session }: StandingForum): string => `/forums/${encodeURIComponent(session.number)}`;

export interface SignUpPage extends Shown {
  typed: TypedSignUp;
  pass: string;
  /** For how many days after the forum names and numbers are kept. */
  days: number;
  faults?: Faults | undefined;
  notice?: string | undefined;
  check?: { question: string; challenge: string } | undefined;
}

export function signUpPage({ site, standing, typed, pass, days, faults = {}, notice, check }: SignUpPage): string {
  const { forum, session } = standing;
  const count = Object.keys(faults).length;
  return renderPage({
    site,
    title: count > 0 ? `错误：有${count}处需要修改 - 报名参加座谈会` : `报名参加${session.title}`,
    current: 'forums',
    isIndexed: false,
    script: check ? proofScript.path : undefined,
    children: (
      <>
        <h1>{`报名参加${session.title}`}</h1>
        {notice ? <div class="error" role="alert"><p>{notice}</p></div> : null}
        <FaultSummary faults={faults} />
        <div class="reading">
          <p>{`${session.unitName}，${dateWords(businessDateOf(session.startsAt))}，${forum.place}，名额${forum.seats}人。报名截止：${instantWords(forum.signUpUntil)}。`}</p>
          <p>报名后得到一个报名编号，截止后按<a href={forumPath(standing)}>公布的规则</a>抽签，结果只公布报名编号。取中的，由市政府信息办按您留的手机号通知。</p>
        </div>
        <form action={`/submit/forums/${session.sessionId}`} method="post" class="fields letter" novalidate>
          <input type="hidden" name="form" value={pass} />
          <Field id="name" label="1. 姓名" hint="到场时核对，不公布。" faults={faults}>
            <input id="name" name="name" autocomplete="name" value={typed.name} {...described('name', faults)} />
          </Field>
          <Field id="phone" label="2. 手机号" hint="只用于通知您本人；一个手机号报一次名。" faults={faults}>
            <input id="phone" name="phone" inputMode="tel" autocomplete="tel-national" value={typed.phone} {...described('phone', faults)} />
          </Field>
          <Choices id="group" legend="3. 组别" hint="请选择您实际所属的组别，到场时核对。" choices={forum.groups.map(({ name, seats }) => ({ value: name, label: name, hint: `名额${seats}人` }))} chosen={typed.group} faults={faults} />
          <fieldset class={faults.consent ? 'faulty' : undefined}>
            <legend>4. 个人信息保护</legend>
            <p class="hint">{`姓名、手机号只用于通知取中的网友和现场核对，加密保存，抽签前任何人都不能查看，抽签后每次查看都有记录；座谈会结束${days}日后删除。凭报名编号可以向市政府信息办撤回报名，随即删除。全文见`}<a href="/privacy">个人信息保护告知</a>。</p>
            <FaultAt id="consent" faults={faults} />
            <div class="choice">
              <input type="checkbox" id="consent" name="consent" value="yes" checked={typed.consent === 'yes'} {...described('consent', faults, false)} />
              <label class="whole" for="consent">我同意为这次座谈会使用我填写的姓名和手机号</label>
            </div>
          </fieldset>
          <FormEnd button={button} check={check} />
        </form>
      </>
    ),
  });
}

const closedWords = {
  early: ({ forum }: StandingForum) => `报名还没有开始，将于${instantWords(forum.signUpFrom)}开始。`,
  late: () => '报名已经截止。',
  cancelled: ({ session }: StandingForum) => `这场座谈会已经取消。${session.cancellationReason ? `原因：${session.cancellationReason}` : ''}`,
  full: () => '报名人数已满。',
} as const;
export type ClosedReason = keyof typeof closedWords;

export function closedPage({ site, standing, reason }: Shown & { reason: ClosedReason }): string {
  return renderPage({
    site,
    title: standing.session.title,
    current: 'forums',
    isIndexed: false,
    children: (
      <div class="reading">
        <h1>{`报名参加${standing.session.title}`}</h1>
        <p>{closedWords[reason](standing)}</p>
        <p><a class="button plain" href={forumPath(standing)}>查看座谈会</a></p>
      </div>
    ),
  });
}

export function signedUpPage({ site, standing, slip }: Shown & { slip: { code: string; group: string; repeated: boolean } | null }): string {
  const { forum, session } = standing;
  return renderPage({
    site,
    title: '报名编号',
    current: 'forums',
    isIndexed: false,
    children: slip ? (
      <>
        <h1><span aria-hidden="true">✓ </span>{slip.repeated ? '您已经报过名' : '报名成功'}</h1>
        <section class="receipt" aria-label="报名回执">
          <dl>
            <dt>报名编号（请截图或者抄写）</dt>
            <dd><strong>{slip.code}</strong></dd>
            <dt>座谈会</dt>
            <dd>{session.title}</dd>
            <dt>组别</dt>
            <dd>{slip.group}</dd>
          </dl>
          <p>{`报名截止（${instantWords(forum.signUpUntil)}）后抽签，结果在座谈会页面按报名编号公布。取中的，由市政府信息办按您留的手机号通知。`}</p>
          <p><a class="button plain" href={forumPath(standing)}>查看座谈会</a></p>
        </section>
      </>
    ) : (
      <div class="reading">
        <h1>报名编号不再显示</h1>
        <p>报名编号在提交后显示十分钟。没有记下的，请用同一个浏览器、同一个手机号再报一次名，会显示原来的报名编号，不会重复报名。</p>
        <p><a class="button plain" href={forumPath(standing)}>查看座谈会</a></p>
      </div>
    ),
  });
}
