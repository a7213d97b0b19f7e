import { useQuery } from '@tanstack/vue-query';
import { computed } from 'vue';
import { bodyOf, inBackground, routing } from '../../api/clients.js';

const freshMs = 30_000;

/** A message as routing has it; whoever shows a part of it shares what was read. */
export const useMessage = (messageId: () => string) =>
  useQuery({
    queryKey: computed(() => ['message', messageId()]),
    queryFn: () => bodyOf(routing.GET('/v1/messages/{id}', { ...inBackground, params: { path: { id: messageId() } } })),
    staleTime: freshMs,
  });
