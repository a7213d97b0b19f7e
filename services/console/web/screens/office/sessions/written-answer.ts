const keyOf = (messageId: string): string => `live-answer:${messageId}`;

/** What is being written down, in this tab alone until the service has it: a reload or a lost link loses nothing of it. */
export const writtenFor = (messageId: string): string => sessionStorage.getItem(keyOf(messageId)) ?? '';
export function keepWritten(messageId: string, text: string): void {
  if (text === '') sessionStorage.removeItem(keyOf(messageId));
  else sessionStorage.setItem(keyOf(messageId), text);
}
