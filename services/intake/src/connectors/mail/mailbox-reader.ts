import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { ImapFlow, type MailboxObject } from 'imapflow';
import type { Mailbox } from '../../config.js';

export interface MailboxCursor {
  /** Other than before: the mailbox was restored or made anew, and its numbers begin again. */
  uidValidity: string;
  uid: number;
}

export interface RawLetter {
  uid: number;
  receivedAt: Date;
  raw: Buffer;
  /** False of a letter beyond the limit: its head alone. */
  isWhole: boolean;
}

export interface MailboxPage {
  letters: RawLetter[];
  cursor: MailboxCursor;
  isLast: boolean;
  /** Of the certificate that the server showed; undefined where it is read without encryption. */
  certificateExpiresAt: Date | undefined;
}

/** A page: so many numbers are looked at, so many letters and bytes are taken. */
const atMost = { numbers: 500, letters: 20, bytes: 8 * 1024 * 1024 };
const wholeMs = 25_000;

/** What lies in the mailbox after the cursor; nothing in it is changed, not even that a letter was seen. */
export function readMailbox(box: Mailbox, cursor: MailboxCursor | null, limitBytes: number): Promise<MailboxPage> {
  return inMailbox(box, { readOnly: true }, async (client, { uidValidity, uidNext }, certificate) => {
    const validity = String(uidValidity);
    const after = cursor?.uidValidity === validity ? cursor.uid : 0;
    return { ...(await page(client, { validity, after, uidNext, limitBytes })), certificateExpiresAt: certificate && new Date(certificate.valid_to) };
  });
}

/** Whether we are let in, and the mailbox is there. @throws where not */
export async function lookIntoMailbox(box: Mailbox): Promise<void> {
  await inMailbox(box, { readOnly: true }, () => Promise.resolve());
}

/** Removes letters by their numbers, unless these mean others by now. */
export async function removeLetters(box: Mailbox, validity: string, uids: readonly number[]): Promise<void> {
  await inMailbox(box, { readOnly: false }, async (client, { uidValidity }) => {
    if (String(uidValidity) === validity) await client.messageDelete(uids.join(','), { uid: true });
  });
}

async function inMailbox<Result>({ imap }: Mailbox, how: { readOnly: boolean }, work: (client: ImapFlow, opened: MailboxObject, certificate: PeerCertificate | undefined) => Promise<Result>): Promise<Result> {
  let certificate: PeerCertificate | undefined;
  const client = new ImapFlow({
    host: imap.host, port: imap.port, secure: imap.encryption === 'tls', doSTARTTLS: imap.encryption === 'starttls',
    auth: { user: imap.user, pass: imap.password }, logger: false, disableAutoIdle: true, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000,
    tls: { checkServerIdentity: (host: string, shown: PeerCertificate) => checkServerIdentity(host, (certificate = shown)) },
  });
  // A line that drops is an event beside the call that fails of it.
  client.on('error', () => undefined);
  const timer = setTimeout(() => client.close(), wholeMs);
  try {
    await client.connect();
    return await work(client, await client.mailboxOpen(imap.folder, how), certificate);
  } finally {
    clearTimeout(timer);
    await client.logout().catch(() => client.close());
  }
}

async function page(client: ImapFlow, { validity, after, uidNext, limitBytes }: { validity: string; after: number; uidNext: number; limitBytes: number }): Promise<Omit<MailboxPage, 'certificateExpiresAt'>> {
  const last = Math.min(after + atMost.numbers, uidNext - 1);
  if (last <= after) return { letters: [], cursor: { uidValidity: validity, uid: after }, isLast: true };
  const found = (await client.fetchAll(`${after + 1}:${last}`, { uid: true, size: true, internalDate: true }, { uid: true })).toSorted((a, b) => a.uid - b.uid);
  const letters: RawLetter[] = [];
  let bytes = 0;
  let reached = last;
  for (const { uid, size = 0, internalDate } of found) {
    const isWhole = size <= limitBytes;
    if (letters.length >= atMost.letters || (letters.length > 0 && isWhole && bytes + size > atMost.bytes)) {
      reached = uid - 1;
      break;
    }
    const fetched = await client.fetchOne(String(uid), isWhole ? { source: true } : { headers: true }, { uid: true });
    // Whoever reads the mailbox as well may have removed it.
    const raw = fetched ? (isWhole ? fetched.source : fetched.headers) : undefined;
    if (!raw) continue;
    bytes += raw.length;
    letters.push({ uid, receivedAt: new Date(internalDate ?? Date.now()), raw, isWhole });
  }
  return { letters, cursor: { uidValidity: validity, uid: reached }, isLast: reached >= uidNext - 1 };
}
