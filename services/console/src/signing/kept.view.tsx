import { reasonOf, type Typed } from './decision-form.rules.js';
import { Carried, FormBasics, Notice } from './parts.view.js';
import type { Decision } from './signing-case.js';

function KeptWords({ typed }: { typed: Typed }) {
  const words = [reasonOf(typed), ...typed.answers.map(({ reason }) => reason)].filter((one) => one !== '');
  if (words.length === 0) return null;
  return (
    <section aria-labelledby="kept">
      <h2 id="kept">您填写的内容</h2>
      {words.map((one) => <div class="card" key={one}><p class="text">{one}</p></div>)}
    </section>
  );
}

/** The services are away: the same form, to be sent again. */
export function TryAgain({ words, action, decision, typed, csrf }: { words: string; action: string; decision: Decision | undefined; typed: Typed; csrf: string }) {
  return (
    <>
      <h1>还没有提交</h1>
      <Notice tone="red">{words}</Notice>
      <KeptWords typed={typed} />
      <form method="post" action={action} class="actions">
        <FormBasics csrf={csrf} typed={typed} />
        <Carried typed={typed} />
        {decision ? <input type="hidden" name="decision" value={decision} /> : null}
        <button type="submit">再次提交</button>
      </form>
      <p>重复提交只办理一次。</p>
    </>
  );
}

/** Whoever sent the form is signed out: nothing was done. */
export function SignInAgain({ back, typed }: { back: string; typed: Typed }) {
  return (
    <>
      <h1>登录已过期，还没有提交</h1>
      <p>重新登录后回到这一件，再次办理。</p>
      <KeptWords typed={typed} />
      <p class="actions"><a class="button" href={`/sign-in?back=${encodeURIComponent(back)}`}>重新登录</a></p>
    </>
  );
}
