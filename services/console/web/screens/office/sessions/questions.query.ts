import { useQuery } from '@tanstack/vue-query';
import { computed, type ComputedRef } from 'vue';
import { bodyOf, inBackground, intake, type LiveQuestion } from '../../../api/clients.js';
import { everyItem } from '../../../api/every-item.js';

const everyMs = 5_000;

/** All that was asked in a session, in the order of asking, looked at again all the time: host, scribe and guest see the same. */
export function useQuestions(sessionId: ComputedRef<string>) {
  const page = (after: string | undefined) => bodyOf(intake.GET('/v1/sessions/{sessionId}/questions', { ...inBackground, params: { path: { sessionId: sessionId.value }, query: { limit: 500, after } } }));
  const { data, error, refetch } = useQuery({ queryKey: computed(() => ['session', sessionId.value, 'queue']), queryFn: () => everyItem(page), refetchInterval: everyMs });
  return { questions: computed<LiveQuestion[] | undefined>(() => data.value), error, refetch };
}

export const sessionKey = (sessionId: string) => ['session', sessionId, 'one'];

export const readSession = (sessionId: string) => bodyOf(intake.GET('/v1/sessions/{sessionId}', { ...inBackground, params: { path: { sessionId } } }));
