import { computed, onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue';
import { bodyOf, inBackground, newDeed, routing, type Draft, type Message } from '../../../api/clients.js';
import { RequestProblem } from '../../../api/problem.js';
import { contentOf, contentOfVersion, hasOutcome, isEmpty, isSame, isWhole, typedOutcome, versionOutcome, type Content, type PaperKind } from './draft.rules.js';
import { forgetLocally, keepLocally, localCopy } from './local-copy.js';
import { businessTime, person } from '../../../shell/session.js';

const everyMs = 3_000;
const lookMs = 10_000;

/** Where what was typed is: nowhere yet, on its way, on the server, in this tab until the link is back, or refused. */
export type Saving = 'untouched' | 'saving' | 'saved' | 'local' | 'refused';

/** One paper of a message as it is being written: kept by the server every three seconds, and by this tab until then. */
export function useDraft(message: Ref<Message>, kind: PaperKind) {
  const messageId = message.value.messageId;
  const content = ref<Content>({ text: '' });
  const draft = shallowRef<Draft>();
  const saving = ref<Saving>('untouched');
  const savedAt = ref<Date>();
  const problem = ref<unknown>(null);
  const others = ref<Draft['editing']>([]);
  const isLoaded = ref(false);
  /** A newer version by somebody else, beside what is being typed here. */
  const newer = shallowRef<Draft>();

  const known = shallowRef<Content>({ text: '' });
  let running: Promise<void> | null = null;
  let isTouched = false;

  /** Beside the lead the unit first asked writes interim replies of its own. */
  const isOwn = ({ unit }: Message['drafts'][number]) => unit.code === person.value.unit?.code;
  const path = () => ({ params: { path: { id: draft.value!.draftId } } });
  const isDirty = () => isTouched && !isSame(content.value, known.value);

  async function load(): Promise<void> {
    const line = message.value.drafts.find((each) => isOwn(each) && each.kind === kind && (each.state === 'drafting' || each.state === 'in-sign-off'));
    if (line) open(await bodyOf(routing.GET('/v1/drafts/{id}', { params: { path: { id: line.draftId } } })));
    const kept = localCopy(messageId, kind);
    if (kept && isSame(kept, known.value)) forgetLocally(messageId, kind);
    else if (kept) {
      content.value = kept;
      isTouched = true;
      saving.value = 'local';
    }
    isLoaded.value = true;
  }

  /** What was typed here on an older version than the newest stands beside it. */
  function open(read: Draft): void {
    const { autosave } = read;
    take(read, true);
    if (!autosave || autosave.basedOn === read.current.version || autosave.text === read.current.text) return;
    [content.value, isTouched, newer.value] = [{ ...content.value, text: autosave.text }, true, read];
  }

  /** What others have done meanwhile: who is writing, and whether there is a newer version. */
  async function look(): Promise<void> {
    if (!draft.value || running || newer.value || saving.value === 'local') return;
    const before = draft.value;
    const read = await bodyOf(routing.GET('/v1/drafts/{id}', { ...inBackground, ...path() }));
    if (draft.value !== before || running) return;
    if (read.current.version === before.current.version) {
      [draft.value, others.value] = [read, read.editing];
    } else if (isTouched && !isSame(content.value, contentOfVersion(before))) {
      newer.value = read;
    } else {
      take(read, true);
    }
  }

  function take(read: Draft, withContent: boolean): void {
    draft.value = read;
    others.value = read.editing;
    known.value = contentOf(read);
    if (withContent) content.value = { ...known.value };
    if (withContent && read.autosave) [saving.value, savedAt.value] = ['saved', new Date(read.autosave.savedAt)];
  }

  /** Called for every change by a hand. */
  function change(next: Content): void {
    content.value = next;
    isTouched = true;
    keepLocally(messageId, kind, next);
  }

  /** One at a time; a second call waits for the first and looks again. */
  async function save(work: (sent: Content) => Promise<void> = keep, leaving = false): Promise<void> {
    while (running) await running;
    if (!isDirty() && work === keep) return;
    running = attempt(work, { ...content.value }, leaving).finally(() => (running = null));
    await running;
  }

  async function attempt(work: (sent: Content, leaving?: boolean) => Promise<void>, sent: Content, leaving: boolean): Promise<void> {
    saving.value = 'saving';
    try {
      await work(sent, leaving);
      known.value = sent;
      savedAt.value = businessTime();
      saving.value = 'saved';
      problem.value = null;
      if (isSame(content.value, sent)) forgetLocally(messageId, kind);
    } catch (thrown) {
      await refused(thrown);
    }
  }

  async function refused(thrown: unknown): Promise<void> {
    const passing = thrown instanceof RequestProblem && (thrown.isPassing || thrown.status === 401);
    saving.value = passing ? 'local' : 'refused';
    problem.value = passing ? null : thrown;
    if (!(thrown instanceof RequestProblem)) return;
    if (thrown.code === 'routing.draft-changed' && draft.value) newer.value = await bodyOf(routing.GET('/v1/drafts/{id}', path()));
    if (thrown.code === 'routing.draft-exists') await joinOther();
  }

  /** Somebody else has begun this paper meanwhile: what is typed here goes on as theirs, and they are named. */
  async function joinOther(): Promise<void> {
    const fresh = await bodyOf(routing.GET('/v1/messages/{id}', { params: { path: { id: messageId } } }));
    const line = fresh.drafts.find((each) => isOwn(each) && each.kind === kind && each.state === 'drafting');
    if (!line) return;
    const theirs = await bodyOf(routing.GET('/v1/drafts/{id}', { params: { path: { id: line.draftId } } }));
    take(theirs, false);
    newer.value = theirs;
  }

  async function keep(sent: Content, leaving = false): Promise<void> {
    const { text, newDueOn } = sent;
    if (!draft.value) {
      if (isEmpty({ text }) || (kind === 'extension' && newDueOn === undefined)) return;
      draft.value = await begin(sent);
      if (isSame(contentOfVersion(draft.value), sent)) return;
    }
    const body = { basedOn: draft.value.current.version, text, ...(newDueOn !== undefined && { newDueOn }), ...(hasOutcome(kind) && typedOutcome(sent)) };
    const kept = await bodyOf(routing.PUT('/v1/drafts/{id}/autosave', { ...path(), body, keepalive: leaving }));
    others.value = kept.editing;
    if (kept.version !== draft.value.current.version) newer.value = await bodyOf(routing.GET('/v1/drafts/{id}', path()));
  }

  function begin(sent: Content): Promise<Draft> {
    const { text, newDueOn = '', result, promise } = sent;
    const body = hasOutcome(kind) ? { kind, text, ...(result && { result }), ...(isWhole(promise) && { promise }) } : kind === 'extension' ? { kind, text, newDueOn } : { kind, text };
    return bodyOf(routing.POST('/v1/messages/{id}/drafts', { ...newDeed(), params: { path: { id: messageId } }, body }));
  }

  /** A version of its own, which others read. */
  async function version(sent: Content): Promise<void> {
    if (!draft.value) draft.value = await begin(sent);
    if (isSame(contentOfVersion(draft.value), sent)) return;
    const { text, newDueOn } = sent;
    const body = { basedOn: draft.value.current.version, text, ...(newDueOn !== undefined && { newDueOn }), ...(hasOutcome(kind) && versionOutcome(sent)) };
    draft.value = await bodyOf(routing.POST('/v1/drafts/{id}/versions', { ...newDeed(), ...path(), body }));
    if (!isSame(contentOfVersion(draft.value), sent)) await keep(sent);
  }

  const saveVersion = () => save(version);

  /** The draft, begun with what is typed if there was none; undefined where that was refused. */
  async function begun(): Promise<Draft | undefined> {
    if (!draft.value) await save();
    return draft.value;
  }

  /** True once it is submitted. */
  async function submit(): Promise<boolean> {
    let done = false;
    await save(async (sent) => {
      await version(sent);
      draft.value = await bodyOf(routing.POST('/v1/drafts/{id}/submissions', { ...newDeed(), ...path(), body: { version: draft.value!.current.version } }));
      done = true;
    });
    return done;
  }

  /** Goes on with the newer version; what was typed here stays to be read beside it. */
  function takeNewer(withText: boolean): void {
    if (!newer.value) return;
    const mine = { ...content.value };
    take(newer.value, withText);
    newer.value = undefined;
    problem.value = null;
    if (!withText) change(mine);
  }

  async function decide(decision: 'withdraw' | 'discard'): Promise<void> {
    draft.value = await bodyOf(routing.POST('/v1/drafts/{id}/decisions', { ...newDeed(), ...path(), body: { decision, version: draft.value!.current.version } }));
    if (decision === 'withdraw') return;
    forgetLocally(messageId, kind);
    [draft.value, content.value, isTouched, saving.value] = [undefined, { text: '' }, false, 'untouched'];
  }

  const timer = setInterval(() => saving.value !== 'refused' && void save(), everyMs);
  const looking = setInterval(() => void look().catch(() => {}), lookMs);
  const leave = () => void save(keep, true);
  const hide = () => document.visibilityState === 'hidden' && leave();
  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', hide);
  onScopeDispose(() => {
    clearInterval(timer);
    clearInterval(looking);
    removeEventListener('pagehide', leave);
    document.removeEventListener('visibilitychange', hide);
    leave();
  });
  // After a refusal typing goes on, and so does keeping it.
  watch(content, () => saving.value === 'refused' && !newer.value && (saving.value = 'untouched'));
  void load().catch((thrown: unknown) => (problem.value = thrown));

  /** What was typed since the last save is not saved yet. */
  const standing = computed<Saving>(() => (saving.value === 'saved' && !isSame(content.value, known.value) ? 'saving' : saving.value));

  return { content, draft, saving: standing, savedAt, problem, others, newer, isLoaded, change, begun, saveVersion, submit, takeNewer, decide };
}
