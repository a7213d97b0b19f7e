import { messageRegistered, messageVisibilityChanged, messageWithdrawn, textHidden, type EventData, type EventEnvelope, type MessageKind } from '@wenzheng/contracts';
import { redact } from '@wenzheng/redaction';

/** What an event says of a message's matter: how its title reads from this version on, or, null, that it is not to be told, for good. */
export interface Told {
  messageId: string;
  title: string | null;
  sequence: number;
}

const notToBeTold = (messageId: string): Told => ({ messageId, title: null, sequence: 0 });

/** The title of what is public, but for a report, numbers of people hidden. */
export const toldAtRegistration = ({ messageId, title, kind, visibility }: EventData<typeof messageRegistered>): Told =>
  visibility === 'public' && kind !== 'report' ? { messageId, title: redact(title), sequence: 0 } : notToBeTold(messageId);

/** Of what was held, made private, taken down or withdrawn once, nothing is told any more: what gives it back to the public does not say how its title reads then. */
export function toldBy({ type, sequence, data }: EventEnvelope<{ messageId: string }>): Told[] {
  const { messageId } = data;
  switch (type) {
    case messageRegistered.subject:
      return [toldAtRegistration(data as EventData<typeof messageRegistered>)];
    case textHidden.subject: {
      const { part, text } = data as EventData<typeof textHidden>;
      return part === 'title' ? [{ messageId, title: redact(text), sequence }] : [];
    }
    case messageVisibilityChanged.subject:
      return (data as EventData<typeof messageVisibilityChanged>).visibility === 'public' ? [] : [notToBeTold(messageId)];
    case messageWithdrawn.subject:
      return [notToBeTold(messageId)];
    default:
      return [];
  }
}

/** Which of two about one message holds, in whatever order they come; {@link outweighsSql} of the row that is there. */
export const outweighs = (told: Told, standing: Told): boolean => standing.title !== null && (told.title === null || told.sequence > standing.sequence);
export const outweighsSql = 'matter.title IS NOT NULL AND (excluded.title IS NULL OR excluded.sequence > matter.sequence)';

/** Why it is left out. */
const withheld = { report: '（举报，事由不列）', private: '（不公开留言，事由不列）', later: '（事由不列）' } as const;
/** Whether it says what the message is about, and not why that is left out. */
export const isNamed = (matter: string | null): matter is string => matter !== null && !Object.values<string>(withheld).includes(matter);

const atMost = 60;

/** What a message is about, beside its number. What its writer or an office keeps from the public is not told to whoever a paper is copied to. */
export function matterOf({ title, isKnown, kind, visibility }: { title: string | null; isKnown: boolean; kind: MessageKind | null; visibility: string }): string | null {
  if (kind === 'report') return withheld.report;
  if (visibility !== 'public') return withheld.private;
  if (!isKnown) return null;
  if (title === null) return withheld.later;
  const line = title.replace(/\s+/gu, ' ').trim();
  return [...line].length > atMost ? `${[...line].slice(0, atMost - 1).join('')}…` : line;
}
