import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '@wenzheng/platform';
import { acceptsAttachments, type IntakeConfig, type Mailbox } from '../../config.js';
import type { DeliveryOutcome, Notification } from '../../delivery/connector.js';
import { UndoneDeliveries } from '../../delivery/undone.js';
import type { MessageBody } from '../../message/message-body.js';
import { authorHashOf } from '../../message/message.rules.js';
import { Probes } from '../../probe/probes.service.js';
import { CONFIG } from '../../tokens.js';
import { FollowUps } from '../../writer/follow-ups.service.js';
import type { Fetched, FetchedPage, FetchingConnector } from '../fetching/fetching-connector.js';
import { readLetter, unreadableLetter } from './letter-parser.js';
import { titleFrom, withoutQuotation, type Letter } from './letter.rules.js';
import { Letters, type ReadLetter } from './letters.service.js';
import { MailProbing, markIn } from './mail.probing.js';
import { readMailbox, removeLetters, type MailboxCursor, type RawLetter } from './mailbox-reader.js';
import { Postman } from './postman.service.js';
import { Threads, type Thread } from './threads.service.js';

const megabyte = 1024 * 1024;
/** A letter that has been begun so often and never finished ends the process: it is registered unread. */
const mostReadings = 5;

/** What a page has so far: its letters see each other before they are committed. */
interface PageState {
  words: Map<string, Buffer>;
  receipts: Map<string, number>;
  followedUp: Set<string>;
  probes: number[];
}

interface MailPage extends FetchedPage<MailboxCursor> {
  /** Probes of ours, by their number in the mailbox. */
  probes: readonly number[];
}

/** 电子信箱: letters come in by IMAP, and what is said about them goes back by SMTP. */
@Injectable()
export class MailConnector implements FetchingConnector<MailboxCursor> {
  readonly name = 'mail';
  readonly can = { receives: 'fetches', delivers: true, readsBack: false, likes: false, attachments: true, deletes: false, webhook: false } as const;

  constructor(
    @Inject(Letters) private readonly letters: Letters,
    @Inject(Threads) private readonly threads: Threads,
    @Inject(UndoneDeliveries) private readonly undone: UndoneDeliveries,
    @Inject(Postman) private readonly postman: Postman,
    @Inject(FollowUps) private readonly followUps: FollowUps,
    @Inject(Probes) private readonly probes: Probes,
    @Inject(MailProbing) readonly probing: MailProbing,
    @Inject(CONFIG) private readonly config: IntakeConfig,
  ) {}

  get everySeconds(): number {
    return this.config.MAILBOX_SECONDS;
  }

  sources(): string[] {
    return this.config.MAILBOXES.map(({ name }) => name);
  }

  async fetch(source: string, cursor: MailboxCursor | null): Promise<MailPage> {
    const box = this.boxOf(source);
    const page = await readMailbox(box, cursor, this.config.LETTER_LIMIT_MB * megabyte);
    const state: PageState = { words: new Map(), receipts: new Map(), followedUp: new Set(), probes: [] };
    const items: Fetched[] = [];
    for (const raw of page.letters) items.push(...(await this.take(box, raw, page.cursor.uidValidity, state)));
    return { items, cursor: page.cursor, isLast: page.isLast, probes: state.probes, ...(page.certificateExpiresAt && { certificateExpiresAt: page.certificateExpiresAt }) };
  }

  /** Of all that lies in the mailbox we remove our own probes alone; one that stays is in nobody's way. */
  async acknowledge(source: string, page: FetchedPage<MailboxCursor>): Promise<void> {
    const { probes, cursor } = page as MailPage;
    if (probes.length > 0) await removeLetters(this.boxOf(source), cursor.uidValidity, probes).catch(() => undefined);
  }

  isOpen(): Promise<boolean> {
    return Promise.resolve(this.config.SMTP !== undefined);
  }

  deliver(notification: Notification): Promise<DeliveryOutcome> {
    return this.postman.send(notification);
  }

  private async take(box: Mailbox, { uid, raw, isWhole, receivedAt }: RawLetter, uidValidity: string, state: PageState): Promise<Fetched[]> {
    const kept = await this.letters.store(box.name, { uidValidity, uid, raw });
    if (kept.state !== 'fetched') return [];
    const letter = kept.readings > mostReadings ? unreadableLetter(raw) : await readLetter(raw, isWhole, acceptsAttachments(this.config));
    const { headerId = null, checks = null } = letter;
    const probeId = letter.headerId === undefined ? null : this.probes.read(markIn(letter.headerId));
    const known: ReadLetter = { state: 'registered', headerId, wordsHash: null, messageId: null, authorHash: null, receipt: false, hasEnclosures: letter.enclosures.taken.length > 0, checks };
    if (probeId !== null && (await this.probes.isAwaited(probeId, this.name))) return [this.probed(uid, probeId, kept.letterId, { known, state })];
    if (letter.bounce) return [this.bounced(box, letter, kept.letterId, known)];
    if (letter.isAutomatic) return [{ keep: (manager) => this.letters.settle(manager, kept.letterId, { ...known, state: 'automatic' }) }];
    return [await this.register(box, letter, { letterId: kept.letterId, raw, receivedAt, known, state })];
  }

  private probed(uid: number, probeId: string, letterId: string, { known, state }: { known: ReadLetter; state: PageState }): Fetched {
    state.probes.push(uid);
    return {
      keep: async (manager) => {
        await this.letters.settle(manager, letterId, { ...known, state: 'probe', hasEnclosures: false });
        await this.probes.arrive(manager, probeId, this.name);
      },
    };
  }

  private boxOf(source: string): Mailbox {
    const box = this.config.MAILBOXES.find(({ name }) => name === source);
    if (!box) throw new Error(`there is no mailbox ${source}`);
    return box;
  }

  private bounced(box: Mailbox, letter: Letter, letterId: string, known: ReadLetter): Fetched {
    const returned = this.threads.returned(box, letter);
    return {
      keep: async (manager) => {
        await this.letters.settle(manager, letterId, { ...known, state: 'bounce' });
        if (returned !== null && letter.bounce?.isFinal) await this.undone.fail(manager, this.name, returned, letter.bounce.reason);
      },
    };
  }

  private async register(box: Mailbox, letter: Letter, { letterId, raw, receivedAt, known, state }: { letterId: string; raw: Buffer; receivedAt: Date; known: ReadLetter; state: PageState }): Promise<Fetched> {
    const rawName = `${box.name} ${hash('sha256', raw, 'hex')}`;
    const wordsHash = hash('sha256', JSON.stringify([letter.from?.address, letter.title, letter.text]), 'buffer');
    const headerName = letter.headerId && letter.headerId.length <= 150 ? `${box.name} ${letter.headerId}` : undefined;
    const before = letter.headerId ? (state.words.get(letter.headerId) ?? (await this.letters.before(box.name, letter.headerId))) : undefined;
    if (before?.equals(wordsHash)) return { keep: (manager) => this.letters.settle(manager, letterId, { ...known, state: 'copy', wordsHash }) };
    if (letter.headerId) state.words.set(letter.headerId, wordsHash);
    // Some programs give every letter one Message-ID.
    const externalId = before ? rawName : (headerName ?? rawName);
    const author = letter.from?.address ?? rawName;
    const authorHash = authorHashOf(this.config.AUTHOR_HASH_KEY, 'mailbox', author);
    const thread = await this.threads.of(box, letter);
    const asked = thread?.isWriters ? await this.followUp(thread, letter, state) : null;
    const receipt = letter.from !== undefined && !letter.isMass && !this.isOurs(letter.from.address) && (await this.mayHaveReceipt(authorHash, state));
    const occurredAt = Math.min((letter.date ?? receivedAt).getTime(), receivedAt.getTime());
    const attachments = letter.enclosures.taken.map(({ externalId: own, name, size }) => ({ externalId: own, name, size }));
    const body: MessageBody = {
      externalId,
      ...(thread && { externalThreadId: thread.externalId }),
      occurredAt: new Date(Math.max(occurredAt, receivedAt.getTime() - 10 * 365 * 86_400_000) || receivedAt).toISOString(),
      author: { externalId: author, ...(letter.from?.name && { displayName: titleFrom(letter.from.name)?.slice(0, 100) }), ...(letter.from && { contact: { email: letter.from.address } }) },
      ...(letter.title !== undefined && { title: letter.title }),
      text: letter.text,
      visibility: box.visibility,
      ...(box.unit !== undefined && { unit: box.unit }),
      ...(attachments.length > 0 && { attachments }),
    };
    return {
      message: asked ? { channel: 'mailbox', followUpTo: asked.followUpTo, body: { ...asked.body, externalId, occurredAt: body.occurredAt, ...(attachments.length > 0 && { attachments }) } } : { channel: 'mailbox', body },
      receipt,
      keep: (manager, outcome) => this.letters.settle(manager, letterId, { ...known, wordsHash, authorHash, receipt, messageId: outcome && outcome.outcome !== 'conflict' ? outcome.messageId : null }),
    };
  }

  /** 追问, where the writer may ask once more; else the letter is a message of its own, which names the first. */
  private async followUp({ messageId }: Thread, { text }: Letter, { followedUp }: PageState): ReturnType<MailConnector['draft']> {
    if (followedUp.has(messageId)) return null;
    followedUp.add(messageId);
    return this.draft(messageId, withoutQuotation(text) || text);
  }

  private async draft(messageId: string, text: string): Promise<Awaited<ReturnType<FollowUps['draft']>> | null> {
    try {
      return await this.followUps.draft(messageId, text);
    } catch (error) {
      if (error instanceof Problem) return null;
      throw error;
    }
  }

  /** Two mailboxes that write receipts to each other would not end. */
  private isOurs(address: string): boolean {
    const plain = address.replace(/\+[^@]*@/, '@');
    return this.config.MAILBOXES.some((box) => box.address === plain);
  }

  private async mayHaveReceipt(authorHash: string, { receipts }: PageState): Promise<boolean> {
    const had = receipts.get(authorHash) ?? (await this.letters.receiptsTo(authorHash));
    if (had >= this.config.LETTER_RECEIPTS_PER_DAY) return false;
    receipts.set(authorHash, had + 1);
    return true;
  }
}
