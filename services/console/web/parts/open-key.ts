import { computed, type ComputedRef } from 'vue';
import { useRoute } from 'vue-router';

/** What of a list is open, by the address: `/office/pen/:id?`. */
export function useOpenKey(): ComputedRef<string | undefined> {
  const route = useRoute();
  return computed(() => (typeof route.params.id === 'string' && route.params.id !== '' ? route.params.id : undefined));
}
