import { onScopeDispose, ref, watch, type Ref } from 'vue';
import { bodyOf, inBackground, intake, newDeed, routing, type Draft, type DraftAttachment } from '../../../api/clients.js';
import { RequestProblem } from '../../../api/problem.js';
import { refusalOfFile } from './attachment.rules.js';

const lookMs = 1_500;
const looksAtMost = 40;
/** Until intake has heard of what routing was just told. */
const knockMs = 700;
const knocksAtMost = 15;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** 附件 of the draft that is being written: named to routing, sent to intake, and looked for until that has told what it keeps. */
export function useAttachments(draft: Readonly<Ref<Draft | undefined>>, begun: () => Promise<Draft | undefined>) {
  const files = ref<DraftAttachment[]>([]);
  const sending = ref<string[]>([]);
  const error = ref<unknown>(null);
  const refusals = ref<string[]>([]);
  let isOver = false;
  onScopeDispose(() => (isOver = true));
  watch(draft, (read) => (files.value = read?.attachments ?? []), { immediate: true });

  const pathOf = (draftId: string) => ({ params: { path: { id: draftId } } });

  async function add(chosen: readonly File[]): Promise<void> {
    [error.value, refusals.value] = [null, []];
    for (const file of chosen) {
      const refusal = refusalOfFile(file, files.value.length);
      if (refusal !== null) refusals.value.push(refusal);
      else await addOne(file);
    }
  }

  async function addOne(file: File): Promise<void> {
    sending.value.push(file.name);
    try {
      const owner = await begun();
      if (!owner) return;
      const declared = await bodyOf(routing.POST('/v1/drafts/{id}/attachments', { ...newDeed(), ...pathOf(owner.draftId), body: { name: file.name } }));
      files.value = [...files.value, declared];
      await send(declared.attachmentId, file).catch(async (thrown: unknown) => {
        await remove(declared.attachmentId);
        throw thrown;
      });
      void look(owner.draftId);
    } catch (thrown) {
      error.value = thrown;
    } finally {
      sending.value = sending.value.filter((name) => name !== file.name);
    }
  }

  async function send(attachmentId: string, file: File): Promise<void> {
    for (let knocks = 1; ; knocks += 1) {
      try {
        // As it is: the document says that it is binary, and its type that it is a string.
        await intake.PUT('/v1/reply-attachments/{attachmentId}', { params: { path: { attachmentId } }, body: file as never, bodySerializer: (body: unknown) => body as Blob, headers: { 'content-type': 'application/octet-stream' } });
        return;
      } catch (thrown) {
        const isUnheardOf = thrown instanceof RequestProblem && thrown.status === 404;
        if (!isUnheardOf || knocks >= knocksAtMost) throw thrown;
        await pause(knockMs);
      }
    }
  }

  async function remove(attachmentId: string): Promise<void> {
    error.value = null;
    try {
      const path = { id: draft.value!.draftId, attachmentId };
      files.value = (await bodyOf(routing.POST('/v1/drafts/{id}/attachments/{attachmentId}/removals', { ...newDeed(), params: { path } }))).attachments;
    } catch (thrown) {
      error.value = thrown;
    }
  }

  /** Until each is kept or refused; afterwards the draft is read every now and then anyway. */
  async function look(draftId: string): Promise<void> {
    for (let looks = 0; looks < looksAtMost && !isOver; looks += 1) {
      await pause(lookMs);
      const read = await bodyOf(routing.GET('/v1/drafts/{id}', { ...inBackground, ...pathOf(draftId) })).catch(() => null);
      if (read && draft.value?.draftId === draftId) files.value = read.attachments;
      if (!files.value.some(({ state }) => state === 'awaited')) return;
    }
  }

  return { files, sending, error, refusals, add, remove };
}
