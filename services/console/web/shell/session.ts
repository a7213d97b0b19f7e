import { computed, readonly, ref } from 'vue';
import type { roleWords } from '../words.js';

export type Role = keyof (typeof roleWords)['zh'];

export interface Person {
  subject: string;
  username: string;
  name: string;
  unit?: { code: string; name: string };
  roles: Role[];
}

interface Session {
  person: Person;
  csrf: string;
  idleEndsAt: string;
  now: string;
  businessNow?: string;
}

const current = ref<Session | null>(null);
const isEnded = ref(false);
/** Real milliseconds at which the session ends of itself, by the browser's clock. */
const idleEnd = ref(Infinity);
/** Business time less real time: the city's clock may have been moved forward. */
let businessOffset = 0;

export const session = readonly(current);
export const person = computed(() => current.value!.person);
/** Signed out while the page was open: what was typed stays. */
export const hasEnded = readonly(isEnded);
export const idleEndsAt = readonly(idleEnd);

export const businessTime = (): Date => inBusinessTime(new Date());
/** What was written down by the clocks of machines, as business time. */
export const inBusinessTime = (real: Date): Date => new Date(real.getTime() + businessOffset);
export const has = (...roles: readonly Role[]): boolean => roles.some((role) => person.value.roles.includes(role));

/** @param quiet only looks, and does not prolong */
export async function readSession(quiet = false): Promise<boolean> {
  const response = await fetch(quiet ? '/session?quiet=1' : '/session');
  if (response.status === 401) {
    signedOut();
    return false;
  }
  if (!response.ok) throw new Error(`the session answers ${response.status}`);
  const read = (await response.json()) as Session;
  current.value = read;
  isEnded.value = false;
  idleEnd.value = Date.now() + Date.parse(read.idleEndsAt) - Date.parse(read.now);
  businessOffset = Date.parse(read.businessNow ?? read.now) - Date.now();
  return true;
}

export async function prolongSession(): Promise<void> {
  const response = await fetch('/session/alive', { method: 'POST', headers: { 'x-csrf-token': current.value?.csrf ?? '' } });
  if (response.status === 401) signedOut();
  else await readSession(true);
}

export function signedOut(): void {
  isEnded.value = true;
}

export async function signOut(everywhere: boolean): Promise<void> {
  const headers = { 'content-type': 'application/json', 'x-csrf-token': current.value?.csrf ?? '' };
  const response = await fetch('/session/end', { method: 'POST', headers, body: JSON.stringify({ everywhere }) });
  sessionStorage.clear();
  const { location: next } = response.ok ? ((await response.json()) as { location: string }) : { location: '/sign-in' };
  location.assign(next);
}

export const signInAddress = (): string => `/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`;
