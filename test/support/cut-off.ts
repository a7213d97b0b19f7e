/** A connection that broke answers nothing; what is answered otherwise than documented is a fault. By name: `fetch` has a TypeError of another realm. */
export function unlessCutOff(error: Error): undefined {
  if (error.name !== 'TypeError') throw error;
}
