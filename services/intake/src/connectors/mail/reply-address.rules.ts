import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import { base32, checkCharacter, crockford, isChecked } from '../../receipt/tracking-code.rules.js';

/** What an address beside the mailbox's own stands for: the message that is answered, or the letter of ours that comes back. */
export type AddressToken = { of: 'message'; messageNumber: string } | { of: 'letter'; referenceId: string };

const macLength = 8;

/** 40 bits that nobody guesses, and one character that finds a mistyped one. */
function macOf(key: KeyObject, about: string): string {
  const mac = base32(createHmac('sha256', key).update(`letter address ${about}`).digest().readUIntBE(0, 5));
  return mac + checkCharacter(mac);
}

const local = (address: string, extension: string): string => address.replace('@', `+${extension}@`).toLowerCase();

/** Answers to it are known by their address: `wz+hn202609180042.k7md2qxt9@…`. */
export function replyAddressOf(key: KeyObject, mailbox: string, messageNumber: string): string {
  const number = compact(messageNumber);
  return local(mailbox, `${number}.${macOf(key, number)}`);
}

/** Where a letter goes that cannot be delivered (VERP). */
export function returnPathOf(key: KeyObject, mailbox: string, referenceId: string): string {
  const id = referenceId.replaceAll('-', '').toLowerCase();
  return local(mailbox, `b${id}.${macOf(key, id)}`);
}

const compact = (messageNumber: string): string => messageNumber.replace('-', '').toLowerCase();

/** @returns null where it is the mailbox itself or another's, or the token is none of ours: one character that was mistyped is found */
export function readAddress(key: KeyObject, mailbox: string, address: string): AddressToken | null {
  const [box, host] = [mailbox.slice(0, mailbox.lastIndexOf('@')).toLowerCase(), mailbox.slice(mailbox.lastIndexOf('@')).toLowerCase()];
  const typed = address.trim().toLowerCase();
  if (!typed.startsWith(`${box}+`) || !typed.endsWith(host)) return null;
  const [about = '', mac = ''] = typed.slice(box.length + 1, -host.length).split('.');
  const code = crockford(mac);
  if (code.length !== macLength + 1 || !isChecked(code)) return null;
  const isOurs = (words: string) => timingSafeEqual(Buffer.from(macOf(key, words)), Buffer.from(code));
  const letter = /^b([0-9a-f]{32})$/.exec(about)?.[1];
  if (letter) return isOurs(letter) ? { of: 'letter', referenceId: letter.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') } : null;
  // The date and the count of a number have digits alone, so that letters in them were mistyped.
  const [, prefix = '', digits = ''] = /^([a-z]{1,8}?)([0-9oil]{9,})$/.exec(about) ?? [];
  const number = prefix + crockford(digits).toLowerCase();
  if (!/^[a-z]+\d{9,}$/.test(number) || !isOurs(number)) return null;
  return { of: 'message', messageNumber: number.toUpperCase().replace(/^([A-Z]+\d{8})/, '$1-') };
}
