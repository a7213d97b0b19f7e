import { onScopeDispose, ref, shallowRef } from 'vue';
import { bodyOf, inBackground, supervision, type Escalation } from '../../api/clients.js';
import { cursorOf, withTold } from './escalations.rules.js';

/** All escalations of one's office: what there is, then what comes, from the position that was read last. */
export function useEscalations() {
  const escalations = shallowRef<Escalation[]>([]);
  const isLive = ref(false);
  /** When the link broke; it goes on from there. */
  const brokenAt = ref<Date>();
  const error = ref<unknown>(null);
  let source: EventSource | undefined;
  let isOver = false;

  const take = (told: readonly Escalation[]) => (escalations.value = withTold(escalations.value, told));

  async function read(): Promise<void> {
    for (let after = '0', more = true; more; ) {
      const page = await bodyOf(supervision.GET('/v1/escalations', { ...inBackground, params: { query: { after, limit: 200 } } }));
      take(page.items);
      more = page.items.length === 200;
      after = page.next;
    }
    listen();
  }

  function listen(): void {
    if (isOver) return;
    source?.close();
    source = new EventSource(`/api/deadline-supervision/v1/escalations/stream?after=${cursorOf(escalations.value)}`);
    source.addEventListener('open', () => {
      isLive.value = true;
      brokenAt.value = undefined;
    });
    source.addEventListener('escalation', ({ data }) => take([JSON.parse(data as string) as Escalation]));
    source.addEventListener('error', () => {
      brokenAt.value ??= new Date();
      isLive.value = false;
      // The browser comes back by itself, but not after an answer that is an error.
      if (source?.readyState === EventSource.CLOSED) setTimeout(listen, 5_000);
    });
  }

  onScopeDispose(() => {
    isOver = true;
    source?.close();
  });
  const start = () => {
    error.value = null;
    void read().catch((thrown: unknown) => (error.value = thrown));
  };
  start();
  return { escalations, isLive, brokenAt, error, take, start };
}
