import { convert } from 'html-to-text';
import { simpleParser, type ParsedMail } from 'mailparser';
import { decodeUnnamed, withCharsets } from './charset.rules.js';
import { enclosuresOf, type Enclosures } from './enclosure.rules.js';
import { bounceOf, checksOf, isAutomatic, isMass, textFrom, titleFrom, type HeaderOf, type Letter } from './letter.rules.js';

const unreadable = '无法解析的来信';
const withoutWords = '（来信没有文字内容，原件另存。）';

/**
 * A letter as it is registered. Never rejects: what cannot be parsed is a letter too.
 * @param isWhole false where its head alone was fetched
 * @param takesEnclosures false where a message can have none
 */
export async function readLetter(raw: Buffer, isWhole: boolean, takesEnclosures = true): Promise<Letter> {
  try {
    const readable = withCharsets(raw);
    return lettersOf(await simpleParser(readable, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, keepDeliveryStatus: true }), readable, { isWhole, takesEnclosures });
  } catch {
    return unreadableLetter(raw);
  }
}

/** What can be read of it, when nothing can be told of its form. */
export function unreadableLetter(raw: Buffer): Letter {
  return {
    headerId: undefined, from: undefined, to: [], date: undefined, answers: [], title: unreadable, isAutomatic: false, isMass: true, bounce: undefined, checks: undefined, enclosures: enclosuresOf([]),
    text: textFrom(decodeUnnamed(raw)) ?? '（来信无法解析，原件另存。）',
  };
}

function lettersOf(mail: ParsedMail, raw: Buffer, { isWhole, takesEnclosures }: { isWhole: boolean; takesEnclosures: boolean }): Letter {
  const header: HeaderOf = (name) => mail.headerLines.find(({ key }) => key === name)?.line.replace(/^[^:]*:/, '').replace(/\r?\n[ \t]+/g, ' ').trim();
  const sender = mail.from?.value[0];
  const title = titleFrom(mail.subject);
  const enclosures = enclosuresOf(isWhole ? mail.attachments : [], takesEnclosures ? undefined : 0);
  const recipients = [mail.to, mail.cc].flat().flatMap((one) => one?.value ?? []).flatMap(({ address, group = [] }) => [address, ...group.map((member) => member.address)]);
  const envelope = mail.headerLines.filter(({ key }) => ['delivered-to', 'x-original-to', 'envelope-to'].includes(key)).map(({ line }) => line.replace(/^[^:]*:/, '').trim().replace(/^<|>$/g, ''));
  return {
    headerId: /<[^<>\s]{1,900}>/.exec(header('message-id') ?? '')?.[0],
    from: sender?.address && /^[^\s@]+@[^\s@]+$/.test(sender.address) && sender.address.length <= 200 ? { address: sender.address.toLowerCase(), name: sender.name.trim() || undefined } : undefined,
    to: [...envelope, ...recipients].filter((address) => address !== undefined),
    date: mail.date,
    answers: [...(header('in-reply-to') ?? '').matchAll(/<[^<>\s]+>/g), ...[...(header('references') ?? '').matchAll(/<[^<>\s]+>/g)].toReversed()].map(([id]) => id),
    title,
    text: isWhole ? (textFrom([wordsOf(mail).trim(), enclosed(enclosures)].filter((one) => one !== '').join('\n\n')) ?? withoutWords) : '（来信过大，只登记了信头；原件在信箱里。）',
    isAutomatic: isAutomatic(header, title),
    isMass: isMass(header),
    enclosures,
    bounce: reportOf(mail, raw, header),
    checks: checksOf(header),
  };
}

/** What stands in a body of its own as text; else its HTML, without what is no text. */
function wordsOf({ text = '', html }: ParsedMail): string {
  if (textFrom(text) !== null || !html) return text;
  return convert(html, {
    wordwrap: false,
    limits: { maxInputLength: 2_000_000 },
    selectors: [{ selector: 'a', options: { ignoreHref: true } }, { selector: 'img', format: 'skip' }, { selector: 'style', format: 'skip' }, { selector: 'script', format: 'skip' }],
  });
}

/** That something was enclosed is part of what was said. */
function enclosed({ left }: Enclosures): string {
  return left.length === 0 ? '' : `（来信另有${left.length}个附件没有收录：${left.slice(0, 20).join('、')}。附件随来信原件保存。）`;
}

function reportOf({ attachments }: ParsedMail, raw: Buffer, header: HeaderOf): Letter['bounce'] {
  const type = header('content-type') ?? '';
  if (!/^multipart\/report\b/i.test(type) || !/delivery-status/i.test(type)) return undefined;
  const report = attachments.find(({ contentType }) => /^message\/(global-)?delivery-status$/i.test(contentType))?.content.toString('utf8') ?? '';
  const original = attachments.find(({ contentType }) => /^(message\/(rfc822|global)|text\/rfc822-headers)/i.test(contentType))?.content.toString('latin1');
  // Some parsers of our own take the original for text: its head stands last in the report.
  return bounceOf(report, original ?? raw.toString('latin1').slice(-20_000));
}
