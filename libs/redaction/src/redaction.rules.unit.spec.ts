import { describe, expect, it } from '@jest/globals';
import { growthOf, material, readJsonLines } from '@wenzheng/testing';
import fc from 'fast-check';
import { bankCardPasses, isIdentityNumber15, isIdentityNumber18 } from './check-digits.rules.js';
import { directoryOf, examine, placeholders, redact } from './redaction.rules.js';

const { mobile, telephone, identity, email, bankCard } = placeholders;

describe('脱敏: what may not stand in public is replaced by what it was', () => {
  it.each([
    ['请联系13812345678王某', `请联系${mobile}王某`],
    ['手机138 1234 5678。', `手机${mobile}。`],
    ['手机138-1234-5678', `手机${mobile}`],
    ['手机138 - 1234 - 5678', `手机${mobile}`],
    ['手机１３８１２３４５６７８', `手机${mobile}`],
    ['手机１３８－１２３４－５６７８', `手机${mobile}`],
    ['+8613812345678', mobile],
    ['+86 138 1234 5678', mobile],
    ['＋８６１３８１２３４５６７８', mobile],
    ['008613812345678', mobile],
    ['8613812345678', mobile],
    ['013812345678', mobile],
    ['19912345678和17012345678', `${mobile}和${mobile}`],
    ['电话0554-1234567', `电话${telephone}`],
    ['电话(0554)1234567', `电话${telephone}`],
    ['电话（0554）6661234', `电话${telephone}`],
    ['０５５４－６６６１２３４', telephone],
    ['010-12345678', telephone],
    ['05546661234', telephone],
    ['0554 666 1234转801', `${telephone}转801`],
    ['电话：6661234', `电话：${telephone}`],
    ['座机号码是666-1234、6665678', `座机号码是${telephone}、${telephone}`],
    ['致电 6661234或13812345678', `致电 ${telephone}或${mobile}`],
    ['身份证11010519491231002X', `身份证${identity}`],
    ['身份证11010519491231002x，', `身份证${identity}，`],
    ['身份证１１０１０５１９４９１２３１００２Ｘ', `身份证${identity}`],
    ['440524 18800101 0014', identity],
    ['旧证340402630521123', `旧证${identity}`],
    ['邮箱zhang.san+1@example.com.cn，', `邮箱${email}，`],
    ['１３８１２３４５６７８＠163.com', email],
    ['QQ 12345@qq.com', `QQ ${email}`],
    ['卡号6222021234567890128', `卡号${bankCard}`],
    ['卡号6222 0212 3456 7890 128', `卡号${bankCard}`],
    ['卡号4111-1111-1111-1111', `卡号${bankCard}`],
  ])('%s', (text, redacted) => {
    expect(redact(text)).toBe(redacted);
  });

  it.each([
    ['dots', '138.5541.2345'],
    ['underscores', '138_5541_2345'],
    ['slashes', '138/5541/2345'],
    ['middle dots', '138·5541·2345'],
    ['full-width dots', '138．5541．2345'],
    ['bullets', '138•5541・2345'],
    ['line ends', '138\n5541\r\n2345'],
    ['every digit on a line of its own', '1\n3\n8\n5\n5\n4\n1\n2\n3\n4\n5'],
    ['dots between all digits', '1.3.8.5.5.4.1.2.3.4.5'],
    ['wide spaces', '138\u20035541\u30002345'],
    ['other dashes', '138\u22125541\u20142345'],
    ['circled digits', '①③⑧⑤⑤④①②③④⑤'],
    ['some circled digits', '1③855④12345'],
    ['negative circled digits', '❶❸❽❺❺❹❶❷❸❹❺'],
    ['digits with a full stop', '⒈⒊⒏⒌⒌⒋⒈⒉⒊⒋⒌'],
    ['superscript digits', '¹³⁸⁵⁵⁴¹²³⁴⁵'],
    ['mathematical digits', '𝟏𝟑𝟖𝟓𝟓𝟒𝟏𝟐𝟑𝟒𝟓'],
    ['Arabic-Indic digits', '١٣٨٥٥٤١٢٣٤٥'],
    ['Devanagari digits', '१३८५५४१२३४५'],
    ['zero-width joiners', '1\u200d3\u200c8\u20605541\u200b2345'],
    ['soft hyphens', '138\u00ad5541\u00ad2345'],
    ['variation selectors and keycaps', [...'13855412345'].map((digit) => `${digit}\ufe0f\u20e3`).join('')],
    ['combining strokes', [...'13855412345'].join('\u0336')],
    ['bidi controls', '\u202d138\u202c5541\u20662345\u2069'],
  ])('a mobile number written with %s', (_, number) => {
    for (const text of [number, `请联系${number}王某`, `电话：${number}`]) {
      expect(redact(text)).toContain(mobile);
      expect(redact(text).normalize('NFKC').match(/\p{N}/gu) ?? []).toEqual([]);
    }
  });

  it('an item mark before a number is no digit of it', () => {
    expect(redact('①13812345678②0554-6661234⑶13912345678')).toBe(`①${mobile}②${telephone}⑶${mobile}`);
    expect(redact('1.13812345678\n2.13912345678')).toBe(`1.${mobile}\n2.${mobile}`);
    expect(redact('13812345678/13912345678')).toBe(`${mobile}/${mobile}`);
  });

  it.each([
    ['a telephone number of a service', '拨打12345、110或12315'],
    ['a year and an amount', '2026年9月18日缴费12345678元'],
    ['seven digits that nobody calls a telephone number', '面积6661234平方米'],
    ['a message number', '受理编号HN20260918-0042'],
    ['eleven digits that begin as no mobile number does', '单号12812345678'],
    ['a longer number with a mobile number inside', '订单9138123456781'],
    ['a date before an amount', '1987-03-12 100元'],
    ['eighteen digits with a wrong check digit', '编号110105194912310021'],
    ['fifteen digits with no date', '编号340402639921123'],
    ['sixteen digits that fail Luhn', '合同号4111111111111112'],
    ['a document number', '淮府办〔2011〕118号'],
    ['an @ without an address', '请@市水利局 处理'],
    ['a list of measures', '13.5/14.6/15.8/16.2'],
    ['a list of odd numbers', '1.3.5.7.9.11.13.15'],
    ['a dotted date before an amount', '1987.03.12 100元，1987/03/12 100元'],
    ['a date before a number', '15.3.2019/1234'],
    ['money', '1,388.55，共13,855,412,345元'],
    ['items', '①水费②电费③8号楼1单元23户'],
    ['an address and a version', '192.168.100.100，13.8.5'],
    ['a half and a square', '1½平方米，13m²'],
    ['what is masked already', '电话0746-0000-00000000'],
  ])('%s stays', (_, text) => {
    expect(redact(text)).toBe(text);
  });

  it('leaves full-width digits and spaces as they were where nothing is hidden', () => {
    const text = '　　Ｂ２栋３０１室（电费１２３元）';
    expect(redact(text)).toBe(text);
    expect(redact(`${text}13812345678`)).toBe(`${text}${mobile}`);
  });

  it('a number of the unit directory stays, however it is written', () => {
    const directory = directoryOf(['0554-6661234', '13955412345']);
    for (const text of ['0554-6661234', '（0554）6661234', '０５５４ ６６６１２３４', '电话6661234', '+86 139 5541 2345']) {
      expect(redact(`请拨打${text}。`, directory)).toBe(`请拨打${text}。`);
    }
    expect(redact('请拨打0554-6661235', directory)).toBe(`请拨打${telephone}`);
    expect(redact('电话6661234、6665678', directory)).toBe(`电话6661234、${telephone}`);
  });
});

describe('properties of redaction', () => {
  const pieces = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('①', '⑧', '⒈', '½', '𝟏', '٣', '.', '/', '·', '_', '\u200d', '\u0336', '138.5541.2345', '1', '3', '8', '0', '0554', '13812345678', '6661234', '电话', '号码是', ' ', '-', '－', '(', ')', '（', '+86', '@', '.', 'a', 'X', '、', '〔', '〕', '\n', '11010519491231002X', '6222021234567890128', 'x@y.cn', '８', '1987-03-12') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
  );
  const texts = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));

  it('redacting twice is redacting once', () => {
    const directory = directoryOf(['0554-6661234']);
    fc.assert(fc.property(texts, (text) => {
      expect(redact(redact(text, directory), directory)).toBe(redact(text, directory));
    }), { numRuns: 3_000 });
  });

  it('no mobile number survives between other characters', () => {
    const number = fc.tuple(fc.constantFrom('13', '15', '17', '18', '19'), fc.stringMatching(/^\d{9}$/)).map((parts) => parts.join(''));
    const around = fc.string({ unit: fc.constantFrom('路', '灯', '，', 'a', '\n', ':', '"', '<') });
    fc.assert(fc.property(around, number, around, (before, phone, after) => {
      expect(redact(`${before}${phone}${after}`)).not.toContain(phone);
    }));
  });

  it('text without digits and without @ is untouched', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }).filter((text) => !/[\p{N}@＠]/u.test(text)), (text) => {
      expect(redact(text)).toBe(text);
    }));
  });

  const adversaries = [
    '1', '1 ', '7-', '7-7-', '12-', '1234 ', '@', 'a@', 'a.', '"@', 'a@例', '电话', '电话1', '电话1-', '(0', '13812345678 ', '1381234567 ', '1.3.8.', '①③', '1\u200d', '8-6-1-3-',
    '+86-', '00-', '0554-666-', '0554-6661234 ', '4111 1111 1111 ', '卡号6 2 6 2 ', '身份证1-', '3-4-0-4-', '2026-09-18 ', '8:00-', '400-', '工单1', 'QQ1', '微信号a', '护照A1', '皖D1', '<b', '<br', '&#', '&#49;',
    'a at b.', '一二', '幺三八', '\u0301', '1🙂', '1\n', '1                                       ',
  ];

  it('the work does not grow with more than the number of digits: no part is read in more ways than a number has digits', () => {
    const unit = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...adversaries) }, { weight: 1, arbitrary: pieces });
    fc.assert(fc.property(fc.array(unit, { minLength: 1, maxLength: 4 }), fc.nat(2_000), (units, times) => {
      const text = units.join('').repeat(times % 200);
      const parts = text.normalize('NFKC').match(/[\p{N}零〇一二三四五六七八九幺]+/gu)?.length ?? 0;
      // Three ways of seeing digits, and 23 digits in the longest number.
      expect(examine(text, new Set()).tried).toBeLessThanOrEqual(3 * 23 * (parts + text.length / 8));
    }), { numRuns: 200 });
  });

  it.each(adversaries)('eight times as much of %j takes no more than some eight times as long, not 64 times', (unit) => {
    expect(growthOf((length) => redact(unit.repeat(Math.ceil(length / unit.length)).slice(0, length)), 20_000)).toBeLessThan(32);
  });

  it.each([
    ['digits', '1'],
    ['digits and spaces', '1 '],
    ['at signs', '@'],
    ['letters and at signs', 'a@'],
    ['dots', 'a.'],
    ['words for a telephone', '电话'],
    ['telephone and a digit', '电话1'],
    ['open brackets', '(0'],
    ['mobile numbers', '13812345678 '],
    ['nearly mobile numbers', '1381234567 '],
    ['dotted digits', '1.3.8.'],
    ['circled digits', '①③'],
    ['nothing visible between digits', '1\u200d'],
  ])('300,000 characters of %s are worked through in one go: what grew with the square of them would take minutes', (_, unit) => {
    const text = unit.repeat(Math.ceil(300_000 / unit.length)).slice(0, 300_000);
    expect(redact(redact(text))).toBe(redact(text));
  });

  it('of 1,988 real messages and replies none keeps a mobile number', () => {
    const rows = readJsonLines<{ subject: string; body: string; reply: string }>(material('messages/replies.jsonl'));
    for (const { subject, body, reply } of rows) {
      for (const text of [subject, body, reply]) {
        expect(redact(text).match(/(?<!\d)1[3-9]\d{9}(?!\d)/g) ?? []).toEqual([]);
      }
    }
  });
});

describe('check digits', () => {
  it('GB 11643 and Luhn are checked, and a wrong digit fails', () => {
    expect(isIdentityNumber18('11010519491231002X')).toBe(true);
    expect(isIdentityNumber18('110105194912310029')).toBe(false);
    expect(isIdentityNumber15('340402630521123')).toBe(true);
    expect(isIdentityNumber15('340402630231123')).toBe(false);
    expect(bankCardPasses('4111111111111111')).toBe(true);
    expect(bankCardPasses('4111111111111112')).toBe(false);
  });
});
