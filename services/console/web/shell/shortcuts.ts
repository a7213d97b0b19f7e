import { readonly, ref } from 'vue';

const setting = 'console.shortcuts';
const areOn = ref(localStorage.getItem(setting) !== 'off');

/** Shortcuts of single letters; kept by this browser. */
export const areShortcutsOn = readonly(areOn);

export function switchShortcuts(on: boolean): void {
  areOn.value = on;
  if (on) localStorage.removeItem(setting);
  else localStorage.setItem(setting, 'off');
}
