import type { Message, MessageSummary } from '../../api/schemas.js';

/** 主件: what can be answered for both is public, open and stands by itself. The service judges; this leaves out what it would refuse. */
export function canLead(line: Pick<MessageSummary, 'messageId' | 'visibility' | 'kind' | 'mergedInto'>, messageId: string): boolean {
  return line.messageId !== messageId && line.visibility === 'public' && line.kind !== 'report' && line.mergedInto === null;
}

/** Those whose title or number holds what was typed. */
export function matching<Line extends Pick<MessageSummary, 'title' | 'messageNumber'>>(lines: readonly Line[], typed: string): Line[] {
  const words = typed.trim().toLowerCase().split(/\s+/);
  return lines.filter(({ title, messageNumber }) => words.every((word) => `${title} ${messageNumber}`.toLowerCase().includes(word)));
}

/** Numbers of those that are handled with a message already. */
export const mergedWith = ({ messageId, merges }: Pick<Message, 'messageId' | 'merges'>): string[] =>
  merges.filter(({ into, unmergedAt }) => into.messageId === messageId && unmergedAt === null).map(({ message }) => message.messageNumber);
