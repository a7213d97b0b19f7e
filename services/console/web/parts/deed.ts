import { ref } from 'vue';

/** One deed at a time: whether it is on its way, and what was said against it. */
export function useDeed() {
  const isSending = ref(false);
  const error = ref<unknown>(null);

  /** True once it is done. */
  async function run(work: () => Promise<unknown>): Promise<boolean> {
    isSending.value = true;
    error.value = null;
    try {
      await work();
      return true;
    } catch (problem) {
      error.value = problem;
      return false;
    } finally {
      isSending.value = false;
    }
  }
  return { isSending, error, run };
}
