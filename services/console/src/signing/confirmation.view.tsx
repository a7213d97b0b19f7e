import { paperWords } from '../page/paper-words.js';
import type { Typed } from './decision-form.rules.js';
import { Carried, FormBasics } from './parts.view.js';
import type { SigningCase } from './signing-case.js';
import { consequenceOf, type Step } from './signing-case.rules.js';

export const confirmationTitle = (step: Step): string => (step === 'sign' ? '确认签发' : '确认通过');

/** The second step: what it will do, said before it is done. */
export function Confirmation({ of, step, typed, csrf }: { of: SigningCase; step: Step; typed: Typed; csrf: string }) {
  const { draft, letter, place } = of;
  const path = `/signing/${draft.draftId}`;
  return (
    <>
      <h1>{confirmationTitle(step)}</h1>
      <div class="strip yellow"><p><strong>{consequenceOf(of, step)}</strong></p></div>
      <div class="card">
        <p>{letter.title}</p>
        <p class="meta"><bdi>{letter.messageNumber}</bdi>{` · ${paperWords[draft.kind]}稿 第${draft.current.version}版${place?.deputyOf ? ` · 代${place.deputyOf}` : ''}`}</p>
      </div>
      <form method="post" action={`${path}/decisions`} class="actions">
        <FormBasics csrf={csrf} typed={typed} />
        <Carried typed={typed} />
        <button type="submit" name="decision" value={step}>{confirmationTitle(step)}</button>
        <button type="submit" formaction={path} class="plain">返回</button>
      </form>
    </>
  );
}
