import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeUnnamed, withCharsets } from './charset.rules.js';

/** 路灯不亮 */
const gbk = Buffer.from('c2b7b5c6b2bbc1c1', 'hex');
const letter = (head: string, body: Buffer) => Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body]);
const named = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64';
const recoded = (text: string) => Buffer.from(text).toString('base64');

describe('a letter', () => {
  it.each([
    ['names no charset', ''],
    ['names another one than it is in', 'Content-Type: text/plain; charset=UTF-8'],
    ['says that it is ASCII', 'Content-Type: text/plain; charset="us-ascii"'],
    ['says that it is Latin', 'Content-Type: text/plain; charset=iso-8859-1'],
  ])('in GB18030 that %s is named UTF-8', (_, head) => {
    const read = withCharsets(letter(`Subject: a${head === '' ? '' : `\r\n${head}`}`, gbk)).toString();
    expect(read).toContain(named);
    expect(read).toContain(recoded('路灯不亮'));
  });

  it.each([
    ['ASCII', letter('Subject: a', Buffer.from('plain'))],
    ['UTF-8 that says so', letter('Content-Type: text/plain; charset=utf-8', Buffer.from('路灯不亮'))],
    ['GBK that says so', letter('Content-Type: text/plain; charset=gbk', gbk)],
    ['Big5', letter('Content-Type: text/plain; charset=big5', Buffer.from('b8f4bf4fa4a3ab47', 'hex'))],
    ['French', letter('Content-Type: text/plain; charset=iso-8859-1', Buffer.from('une réponse à côté', 'latin1'))],
    ['a file', letter('Content-Type: application/pdf', gbk)],
    ['without an end of its head', Buffer.from('no header at all')],
  ])('of %s stays byte for byte', (_, raw) => expect(withCharsets(raw).equals(raw)).toBe(true));

  it('has its raw header words and each of its parts read, encoded ones too', () => {
    const parts = ['--b', 'Content-Type: text/plain', 'Content-Transfer-Encoding: base64', '', gbk.toString('base64'), '--b', 'Content-Type: text/html', 'Content-Transfer-Encoding: quoted-printable', '', '=C2=B7=B5=C6', '--b--', ''].join('\r\n');
    const raw = Buffer.concat([Buffer.from('Subject: '), gbk, Buffer.from(`\r\nContent-Type: multipart/alternative;\r\n boundary="b"\r\n\r\n${parts}`)]);
    const read = withCharsets(raw).toString();
    expect(read).toMatch(/^Subject: 路灯不亮\r\n/);
    expect(read).toContain(recoded('路灯不亮'));
    expect(read).toContain(`Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${recoded('路灯')}`);
    expect(read.match(/^--b/gm)).toHaveLength(3);
  });

  it('of any bytes and any depth is read to its end', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void withCharsets(Buffer.from(bytes))));
    const nested = Array.from({ length: 200 }, (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\r\n\r\n--b${depth}\r\n`).join('');
    expect(withCharsets(Buffer.from(nested)).toString()).toBe(nested);
  });
});

it('bytes without a name are UTF-8, or else GB18030', () => {
  expect(decodeUnnamed(Buffer.from('路灯'))).toBe('路灯');
  expect(decodeUnnamed(gbk)).toBe('路灯不亮');
  expect(decodeUnnamed(Buffer.from('8130813084318130', 'hex'))).not.toBe('');
});
