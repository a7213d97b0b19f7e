import { describe, expect, it } from '@jest/globals';
import { fileNameOf, plainText } from './kind.rules.js';

describe('the name under which a file is given out', () => {
  it.each([
    ['路灯.JPG', 'image/jpeg', '路灯.jpg'],
    ['路灯.jpeg', 'image/jpeg', '路灯.jpeg'],
    ['路灯.exe', 'image/png', '路灯.exe.png'],
    ['../../etc/passwd', 'text/plain', '_.._etc_passwd.txt'],
    ['合同\u202Efdp.exe', 'application/pdf', '合同fdp.exe.pdf'],
    ['...', 'application/pdf', '附件.pdf'],
  ] as const)('of %s as %s is %s', (name, mediaType, expected) => expect(fileNameOf(name, mediaType)).toBe(expected));
});

describe('plain text', () => {
  const chinese = Buffer.from('c2b7b5c6b2bbc1c1', 'hex');
  it('is UTF-8 or GB18030, whatever it is called', () => {
    expect(plainText(Buffer.from('路灯不亮\r\n'))).toBe('路灯不亮\r\n');
    expect(plainText(chinese)).toBe('路灯不亮');
  });

  it.each([
    ['bytes of a program', Buffer.from('7f454c4602010100', 'hex')],
    ['bytes of no encoding', Buffer.from('fffefdfc', 'hex')],
    ['a drawing', Buffer.from('\n<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an escape sequence', Buffer.from('a\u001b[31m')],
  ])('is not %s', (_, bytes) => expect(plainText(bytes)).toBeNull());
});
