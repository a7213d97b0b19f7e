import { describe, expect, it } from '@jest/globals';
import { bounceOf, checksOf, cleaned, isAutomatic, isMass, replyLine, textFrom, titleFrom, withoutQuotation } from './letter.rules.js';

const header = (headers: Record<string, string>) => (name: string) => headers[name];

describe('a letter that a program wrote', () => {
  it.each([
    [{ 'auto-submitted': 'auto-replied' }, '', true],
    [{ 'auto-submitted': 'auto-generated (vacation)' }, '', true],
    [{ 'auto-submitted': 'no' }, '', false],
    [{ 'x-autoreply': 'yes' }, '', true],
    [{ precedence: 'auto_reply' }, '', true],
    [{ precedence: 'bulk' }, '', false],
    [{ 'x-auto-response-suppress': 'All' }, '路灯不亮', false],
    [{ 'x-auto-response-suppress': 'All' }, '自动回复：路灯不亮', true],
    [{}, '自动回复系统坏了', false],
  ])('is told by its head: %j %s %s', (headers, title, expected) => expect(isAutomatic(header(headers), title)).toBe(expected));

  it.each([
    [{ 'return-path': '<>' }, true],
    [{ 'return-path': '<wang@citizen.test>' }, false],
    [{ 'list-id': '<news.citizen.test>' }, true],
    [{ precedence: 'list' }, true],
    [{ 'x-auto-response-suppress': 'DR, AutoReply' }, true],
    [{}, false],
  ])('and one to which nothing may go back: %j %s', (headers, expected) => expect(isMass(header(headers))).toBe(expected));
});

it('what receivers found out about the sender is kept as they wrote it', () => {
  expect(checksOf(header({ 'authentication-results': 'mx.city.test; spf=PASS smtp.mailfrom=a; dkim=fail (bad) header.d=b' }))).toEqual({ by: 'mx.city.test', spf: 'pass', dkim: 'fail' });
  expect(checksOf(header({}))).toBeUndefined();
});

describe('a report about a letter of ours', () => {
  const report = (action: string, status: string) => `Reporting-MTA: dns; mx.test\r\n\r\nFinal-Recipient: rfc822; wang@citizen.test\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 ${status} <wang@citizen.test>:\r\n mailbox full`;

  it('has its code, its sentence without the address, and which letter it was', () =>
    expect(bounceOf(report('failed', '5.2.2'), 'Subject: a\r\nMessage-ID: <msg_1@city.test>\r\n')).toEqual({ status: '5.2.2', reason: '5.2.2 550 5.2.2 <…>: mailbox full', originalId: '<msg_1@city.test>', isFinal: true }));

  it('of a letter that is late is not final, and one that says nothing is', () => {
    expect(bounceOf(report('delayed', '4.4.7'), '')).toMatchObject({ status: '4.4.7', isFinal: false });
    expect(bounceOf('', '')).toEqual({ status: '5.0.0', reason: '5.0.0', originalId: undefined, isFinal: true });
  });
});

describe('the words of a letter', () => {
  it('are what people can read, cut where they are too long', () => {
    expect(textFrom('一\r\n二\u0000\u0007\ufeff三\t四')).toBe('一\n二三\t四');
    expect(textFrom(' \r\n ')).toBeNull();
    expect(titleFrom(' 路灯\r\n  不亮 ')).toBe('路灯 不亮');
    expect(titleFrom(undefined)).toBeUndefined();
    const long = textFrom('路'.repeat(20_001))!;
    expect([long.length, long.endsWith('（来信超过2万字，以上为前2万字；原件另存。）')]).toEqual([20_000, true]);
    // Not within a character of two halves.
    expect(cleaned('路😀😀', 2)).toBe('路');
    expect(cleaned('a\ud800b', 10)).toBe('a\ufffdb');
  });

  it.each([
    [`还是不亮。\n\n${replyLine}\n\n您好：`, '还是不亮。'],
    ['还是不亮。\n\n市长信箱 写道：\n> 您好\n> 已修', '还是不亮。'],
    ['还是不亮。\n\nOn Mon, the mayor wrote:\n> Hello', '还是不亮。'],
    ['还是不亮。\n\n------------------ 原始邮件 ------------------\n发件人: 市长信箱', '还是不亮。'],
    ['> 您好\n\n还是不亮。', '还是不亮。'],
    ['> 您好', ''],
    ['他们说 > 修好了，没有。', '他们说 > 修好了，没有。'],
  ])('are what the writer added to a letter of ours: %j', (text, own) => expect(withoutQuotation(text)).toBe(own));
});
