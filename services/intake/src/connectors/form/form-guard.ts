import { Inject, Injectable } from '@nestjs/common';
import { FormLimit } from './form-limit.service.js';
import { FormPasses, type Pass, type PassFault } from './form-pass.js';
import { HumanCheck } from './human-check.js';

/** What stands in the way beside the fields, and what is shown with the form then. */
export interface Hindrance {
  status: number;
  notice: string;
  check?: { question: string; challenge: string };
  retryAfterSeconds?: number;
}

export interface Sent {
  /** The pass that the form carried. */
  form: string;
  website: string;
  answer: string;
  proof: string;
}

/** By what the form's button says. */
export const passWords: Readonly<Record<PassFault, (button: string) => string>> = {
  'no-cookie': (button) => `请允许本网站使用 Cookie，再点一次“${button}”。您填写的内容都在`,
  'too-old': (button) => `页面打开的时间较长，请核对后再点一次“${button}”。您填写的内容都在`,
  'too-fast': (button) => `提交得太快，请核对后再点一次“${button}”。您填写的内容都在`,
};

/** What every public form is guarded by: its pass, the field that nobody sees, and how much comes from one address. */
@Injectable()
export class FormGuard {
  constructor(
    @Inject(FormPasses) private readonly passes: FormPasses,
    @Inject(FormLimit) private readonly limit: FormLimit,
    @Inject(HumanCheck) private readonly humans: HumanCheck,
  ) {}

  /** @param button what the form's button says */
  check({ form, website }: Sent, { cookie, now, button }: { cookie: string | undefined; now: Date; button: string }): { pass: Pass; hindrance: Hindrance | null } {
    const { pass, fault } = this.passes.check(form, cookie, now);
    if (fault) return { pass, hindrance: { status: 422, notice: passWords[fault](button) } };
    return { pass, hindrance: website === '' ? null : { status: 422, notice: `请不要填写标明“请不要填写”的一栏，再点一次“${button}”` } };
  }

  /** Counts one more form from the address; what it asks of whoever sends much. */
  async admit(address: string, { answer, proof }: Pick<Sent, 'answer' | 'proof'>, { pass, now, button }: { pass: Pass; now: Date; button: string }): Promise<Hindrance | null> {
    const admission = await this.limit.admit(address, now);
    if (admission.is === 'refused') return { status: 429, notice: `同一网络提交过于频繁，请十分钟后再点“${button}”。您填写的内容都在`, retryAfterSeconds: admission.retryAfterSeconds };
    if (admission.is === 'free' || (await this.humans.isPassed(pass, { answer, proof }))) return null;
    return { status: 429, notice: `请回答表单末尾的问题，再点“${button}”。您填写的内容都在`, check: { question: this.humans.questionOf(pass), challenge: await this.humans.challengeOf(pass, now) } };
  }
}
