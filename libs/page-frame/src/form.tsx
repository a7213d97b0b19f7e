import type { ComponentChildren } from 'preact';
import { useLanguage } from './language.js';
import { frameWords } from './words.js';

/** What is wrong with a form: by the id of the field, in the words that stand at the top of the page and at the field. */
export type Faults = Readonly<Record<string, string>>;

/** 有n处需要修改, with a link to each field. */
export function FaultSummary({ faults, heading }: { faults: Faults; heading?: string | undefined }) {
  const found = Object.entries(faults);
  const words = frameWords[useLanguage()];
  if (found.length === 0) return null;
  return (
    <div class="error" role="alert" aria-labelledby="faults">
      <h2 id="faults">{heading ?? words.faults(found.length)}</h2>
      <ul>{found.map(([field, words]) => <li key={field}><a href={`#${field}`}>{words}</a></li>)}</ul>
    </div>
  );
}

/** Before what a field asks for, so that a reader hears it first. */
export function FaultAt({ id, faults }: { id: string; faults: Faults }) {
  const { fault } = frameWords[useLanguage()];
  return faults[id] ? <p class="fault" id={`${id}-fault`}><span class="unseen">{fault}</span>{faults[id]}</p> : null;
}

/** What a field is described by: its hint, and what is wrong with it. */
export const described = (id: string, faults: Faults, hasHint = true) => {
  const by = [...(hasHint ? [`${id}-hint`] : []), ...(faults[id] ? [`${id}-fault`] : [])].join(' ');
  return { ...(by ? { 'aria-describedby': by } : {}), ...(faults[id] ? { 'aria-invalid': true as const } : {}) };
};

export function Field({ id, label, hint, faults, children }: { id: string; label: string; hint?: ComponentChildren; faults: Faults; children: ComponentChildren }) {
  return (
    <div class={faults[id] ? 'faulty' : undefined}>
      <label for={id}>{label}</label>
      {hint ? <p class="hint" id={`${id}-hint`}>{hint}</p> : null}
      <FaultAt id={id} faults={faults} />
      {children}
    </div>
  );
}

export interface Choice {
  value: string;
  label: string;
  hint?: string | undefined;
}

/** One of several; a link to the group's id leads to its first choice. */
export function Choices({ id, legend, hint, choices, chosen, faults }: { id: string; legend: string; hint?: ComponentChildren; choices: readonly Choice[]; chosen: string; faults: Faults }) {
  return (
    <fieldset class={faults[id] ? 'faulty' : undefined} {...described(id, faults, hint !== undefined)}>
      <legend>{legend}</legend>
      {hint ? <p class="hint" id={`${id}-hint`}>{hint}</p> : null}
      <FaultAt id={id} faults={faults} />
      {choices.map(({ value, label, hint: meaning }, index) => {
        const own = index === 0 ? id : `${id}-${value}`;
        return (
          <div class="choice" key={value}>
            <input type="radio" id={own} name={id} value={value} checked={chosen === value} {...(meaning ? { 'aria-describedby': `${own}-meaning` } : {})} />
            <label for={own}>{label}</label>
            {meaning ? <span class="hint" id={`${own}-meaning`}>{meaning}</span> : null}
          </div>
        );
      })}
    </fieldset>
  );
}
