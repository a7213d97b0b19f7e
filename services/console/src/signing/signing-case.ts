import type { attachmentTypeWords, channelWords, kindWords, replyResultWords, visibilityWords } from '@wenzheng/wording';
import type { KnownDeadline } from '../page/deadline.rules.js';
import type { PaperKind } from '../page/paper-words.js';

/** Of the services' answers what the pages show. */
export interface Waiting {
  draftId: string;
  messageNumber: string;
  title: string;
  kind: PaperKind;
  version: number;
  submittedBy: string;
  submittedAt: string;
  replyDueOn: string | null;
  finalDueOn: string | null;
  deputyOf: { name: string } | null;
}

/** What whoever is to sign may decide. */
export const decisions = ['sign', 'approve', 'send-back', 'refer'] as const;
export type Decision = (typeof decisions)[number];
export type Act = Decision | 'save' | 'attach' | 'submit' | 'withdraw' | 'discard';

export interface Draft {
  draftId: string;
  messageId: string;
  unit: { name: string };
  kind: PaperKind;
  state: 'drafting' | 'in-sign-off' | 'signed' | 'discarded' | 'reassigned';
  current: {
    version: number;
    text: string;
    newDueOn: string | null;
    outcome: { result?: keyof (typeof replyResultWords)['zh']; promise?: { text: string; dueOn: string } } | null;
    writtenByName: string;
    writtenAt: string;
  };
  attachments: { attachmentId: string; name: string; state: 'awaited' | 'stored' | 'refused'; mediaType: keyof (typeof attachmentTypeWords)['zh'] | null; size: number | null }[];
  acts: { act: Act; version: number; by: { name: string; deputyOf: { name: string } | null }; reason: string | null; referredTo: { name: string } | null; at: string }[];
  referees: { subject: string; name: string; post: 'reviewer' | 'principal' }[];
  allowedActions: { action: Act; allowed: boolean; reason: { code: string; zh: string } | null }[];
}

export interface Letter {
  messageNumber: string;
  title: string;
  text: string;
  channel: keyof (typeof channelWords)['zh'];
  kind: keyof (typeof kindWords)['zh'] | null;
  visibility: keyof (typeof visibilityWords)['zh'];
  registeredAt: string;
}

export interface Finding {
  code: string;
  weight: 'hard' | 'soft';
  words: string;
  quote: string | null;
}

export interface Differences {
  /** The version that it is compared with. */
  since: number;
  parts: { kind: 'same' | 'added' | 'removed'; text: string }[];
}

/** In the list of what waits. */
export interface Place {
  at: number;
  of: number;
  /** For whom it would be signed 代签. */
  deputyOf: string | null;
}

/** What lies before somebody who is to sign. Null is what could not be had. */
export interface SigningCase {
  draft: Draft;
  letter: Letter;
  deadline: KnownDeadline | null;
  findings: Finding[] | null;
  differences: Differences | null;
  place: Place | null;
}
