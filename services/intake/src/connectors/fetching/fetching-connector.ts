import type { EntityManager } from '@wenzheng/platform';
import type { Connector } from '../../delivery/connector.js';
import type { RegistrationOutcome } from '../../message/outcome.rules.js';
import type { Incoming } from '../../registration/registration.service.js';

/** One thing that the other side has. */
export interface Fetched {
  /** Undefined where nothing is to be registered: a bounce, an automatic reply. */
  message?: Incoming | undefined;
  /** False where none may go back: to a list, to one who has had many. */
  receipt?: boolean;
  /** What the connector keeps of it, in the transaction of its registration. @param outcome null where nothing was to be registered */
  keep?(manager: EntityManager, outcome: RegistrationOutcome | null): Promise<void>;
}

/** What came since a cursor, in the order in which it came. */
export interface FetchedPage<Cursor> {
  items: readonly Fetched[];
  /** From where to go on; anything that JSON holds. The same where nothing has come. */
  cursor: Cursor;
  /** Nothing more is there now. */
  isLast: boolean;
  /** Until the next round, where that is not the connector's `everySeconds`. */
  afterSeconds?: number;
  /** Until when the certificate is valid that the other side showed; left out where none was seen. */
  certificateExpiresAt?: Date;
}

/** The other side is there and answers nothing before: the source is asked again then, however long that is. */
export class AskLater extends Error {
  override readonly name = 'AskLater';

  constructor(
    readonly afterSeconds: number,
    reason: string,
  ) {
    super(reason);
  }
}

/** A connector that asks the other side again and again. What it asks for must be the same for the same cursor, or more. */
export interface FetchingConnector<Cursor> extends Connector {
  /** Seconds between two rounds of a source. */
  readonly everySeconds: number;
  /** False where the other side is not told of registrations. */
  readonly tellsReceipts?: boolean;
  /** Mailboxes, accounts: names that never change, each with a cursor of its own. */
  sources(): readonly string[] | Promise<readonly string[]>;
  /**
   * Ends within 30 seconds, and changes nothing on the other side.
   * @param cursor null the first time
   * @throws where the other side is away; it is asked again later. {@link AskLater} says when
   */
  fetch(source: string, cursor: Cursor | null): Promise<FetchedPage<Cursor>>;
  /** When the token or password runs out by which a source is read, where that is known. */
  expiryOf?(source: string): Date | null;
  /** After the commit, and maybe never: the process may have died in between. */
  acknowledge?(source: string, page: FetchedPage<Cursor>): Promise<void>;
}
