import type { MessageRow } from './message-view.rules.js';

/** A public message with its words, as a list for programs shows it. */
export type ListedRequest = MessageRow & { text: string | null };

export interface RequestFilter {
  /** Nothing else is asked for then. */
  numbers?: readonly string[];
  /** Kinds; `general` is none. */
  services?: readonly string[];
  isClosed?: boolean;
  from?: Date;
  to?: Date;
  limit: number;
  offset: number;
}

/** A reply or an extension notice of a public message, in the words that are shown now. */
export interface PublishedUpdate {
  updateId: string;
  number: string;
  isClosing: boolean;
  at: Date;
  text: string;
}
