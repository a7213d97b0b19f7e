/** One line of where long work is, with the seconds since the start. */
export function progress(what: string): void {
  console.log(`${String(Math.round(performance.now() / 1_000)).padStart(5)} s  ${what}`);
}
