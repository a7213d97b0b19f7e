import { stateCouncilCalendar, type WorkingCalendar } from '@wenzheng/working-days';
import { useQuery } from '@tanstack/vue-query';
import { computed, onScopeDispose, ref, type ComputedRef, type Ref } from 'vue';
import { bodyOf, inBackground, supervision } from '../api/clients.js';
import { businessTime } from '../shell/session.js';

/** The working calendar as the city has it: what is shipped, and the notices that were loaded since. */
export function useCalendar(): ComputedRef<WorkingCalendar> {
  const { data } = useQuery({
    queryKey: ['calendar'],
    queryFn: () => bodyOf(supervision.GET('/v1/calendar/notices', { ...inBackground, params: { query: { limit: 100 } } })),
    staleTime: 600_000,
  });
  return computed(() => {
    const loaded = data.value?.items.filter(({ shipped }) => !shipped) ?? [];
    return loaded.reduce((calendar, { year, papers, days }) => calendar.with({ year, papers, days }), stateCouncilCalendar);
  });
}

/** Business time, again every 20 s. */
export function useNow(): Ref<Date> {
  const now = ref(businessTime());
  const timer = setInterval(() => (now.value = businessTime()), 20_000);
  onScopeDispose(() => clearInterval(timer));
  return now;
}
