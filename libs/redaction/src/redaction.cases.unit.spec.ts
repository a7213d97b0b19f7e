// What must be hidden and what must stand: cases that others wrote, and each kind in forms of our own.
import { describe, expect, it } from '@jest/globals';
import { material, readJsonLines } from '@wenzheng/testing';
import { directoryOf, placeholders, redact } from './redaction.rules.js';

const directory = directoryOf(['0554-6661234', '0554-6668888转801', '+86-554-6667777', '0554-6662222-803', '0554-6663333/6663334', 'office@163.com']);

interface Case {
  text: string;
  why: string;
  hidden?: string[];
  stands?: string;
}

describe('cases that were collected by others', () => {
  const cases = readJsonLines<Case>(material('cases/redaction.jsonl'));
  const rateOf = (some: readonly Case[], passes: (one: Case, redacted: string) => boolean) => {
    const failed = some.filter((one) => !passes(one, redact(one.text, directory)));
    return { rate: 1 - failed.length / some.length, failed: failed.map(({ text, why }) => `${text} (${why})`) };
  };

  it('95 of 100 that must be hidden are hidden', () => {
    const { rate, failed } = rateOf(cases.filter(({ hidden }) => hidden), ({ hidden }, redacted) => hidden?.every((secret) => !redacted.includes(secret)) ?? false);
    expect({ failed, enough: rate >= 0.95 }).toEqual({ failed, enough: true });
  });

  it('95 of 100 that must stand stand', () => {
    const { rate, failed } = rateOf(cases.filter(({ stands }) => stands !== undefined), ({ stands }, redacted) => redacted === stands);
    expect({ failed, enough: rate >= 0.95 }).toEqual({ failed, enough: true });
  });
});

/** Between the bars stands what one placeholder replaces. */
const hides: Readonly<Partial<Record<keyof typeof placeholders, Readonly<Record<string, readonly string[]>>>>> = {
  mobile: {
    'a mobile number, however it is parted': [
      '|【138】55412345|', '手机 |138，5541，2345|', '电话|138～5541～2345|', '电话|138〜5541〜2345|', '电话|138——5541——2345|', '手机|138------5541------2345|。',
      '手机：\n    |138 5541\n    2345|', '手机|1385-541-2345|', '我是小王 |138-55-41-23-45|', '手 机 |138 5541 2345|', '手机|138*5541*2345|', '|1385541\n2345|', '手机|138一5541一2345|',
      '|13855412345|路灯坏了', '|13855412345| 500元', '工单电话|13855412345|',
    ],
    'a mobile number in what is left of a page': [
      '手机|138&nbsp;&nbsp;5541&#160;2345|', '手机|138<br>5541<br/>2345|', '手机|&#49;3855412345|', '|138<b>5541</b>2345|', '<a href="tel:|13855412345|">',
      '手机|138\u28005541\ufffc2345|', '手机|138\u206a5541\u206f2345|', '手机|138‖5541‖2345|', '手机|138➖5541➖2345|', '手机|138↔5541↔2345|', '手机|138⏐5541⏐2345|',
    ],
    'a mobile number in words': [
      '电话|一三八五五四一二三四五|', '手机|壹叁捌伍伍肆壹贰叁肆伍|', '|一三八 五五四一 二三四五|', '|幺三八55412345|', '手机|幺三八，五五四幺，二三四五|',
    ],
    'a mobile number with the country before it': [
      '|86-13855412345|', '|(+86)13855412345|', '|0086 138 5541 2345|', '台湾手机|0912345678|', '手机|0912-345-678|',
    ],
  },
  telephone: {
    'a fixed line in its international form': [
      '|+86-0554-6664321|', '|0086-554-6664321|', '|+86 (0554) 6664321|', '座机|+86-554-6664321|',
    ],
    'an area code parted by anything': [
      '电话|0554.6664321|', '电话|0554\\6664321|', '电话：|0554、6664321|', '|0554—6664321|', '|0554_6664321|', '电话：|0554 666 43 21|', '电话|(0554)666-4321|',
    ],
    'what is announced': [
      '☎ |6664321|', '📞|6664321|', '联系|6664321|', '联系人张三|6664321|', '打|6664321|找我', 'Tel: |6664321|', '请拨打|66643210|', '电话：\n|6664321|', '电话是 |66 64 321|',
      '宅电|6664321|', '电 话：|6664321|', '电话|666 43 21|', '拨打12369或|6664321|', '电话：|0554-6664321| 8:00-17:30', '电话：|6664321| 8:00-17:30', '电话|六六六四三二一|',
    ],
    'what its context makes a local number': [
      '打了|6664321|没人接', '找张师傅，|6664321|', '王女士（|66643210|）', '物业值班室|6664321|无人接听', '|6664321|是我家电话', '|6664321|，这是我的座机号', '门卫|6664321|一直占线', '电話：|6664321|',
    ],
    'numbers of other countries': [
      '|+1 415 555 2671|', '|+44 20 7946 0958|', '|+852 9123 4567|', '香港电话|00852-91234567|', '香港电话|852-9123-4567|', '澳门|+853 6612 3456|', '电话|+886-2-2345-6789|',
    ],
  },
  identity: {
    'an identity number in parts': [
      '身份证号：|340404 19800101 0019|', '|340404-19800101-0019|', '身份证|340404/19800101/0019|', '|3404041980\n01010019|', '身份证 |11010519491231002 X|',
      '身份证号|11010519491231002×|', '身份证|3404 0419 8001 0100 19|',
    ],
    'what is announced as one, whatever its check digit': [
      '身份证号码是|110105194912310021|', '证件号码 |340404198001010018|', '老身份证|340404800101001|', '驾驶证号|340404198001010018|', '身份证|340404********0019|',
    ],
  },
  document: {
    'papers of travellers': [
      '护照|E12345678|', '护照号码：|EA1234567|', 'passport no. |E12345678|', '港澳通行证|C12345678|', '台胞证|12345678|', '回乡证|H1234567801|', '军官证号 南字第|1234567|号', '军官证军字第|1234567|号', '台湾同胞证|1234567890|', '还乡证|H1234567890|', '入台证号|108123456789|', '居留许可|123456789|',
    ],
    'passports of other states': [
      '美国护照|123456789|', '德国护照|C01X00T47|', '法国护照|12AB34567|', '日本护照号：|TK1234567|', '护照号码 |K1234567E|', '外国人永久居留证|USA110080010018|', 'Passport No. |75AB123456|',
    ],
    'papers of Hong Kong, Macao and Taiwan': [
      '香港身份证|A123456(3)|', '|A123456（3）|', '台湾身份证|A123456789|', '澳门居民身份证 |1/234567/8|',
    ],
  },
  bankCard: {
    'a card before an amount': [
      '银行卡|6222 0212 3456 7890 128| 500元', '退款500元到|6222021234567890128|', '卡号|6222021234567890128| 5000元', '工行卡|4111 1111 1111 1111|', '银行卡号|6222021234567890127|',
      '|6222021234567890128| 2026-09-18', '建设银行|6217001234567890123|，余额',
    ],
  },
  account: {
    'QQ and WeChat': [
      'QQ |1234567890|', 'QQ号码|123456|', '我的qq是 |123 456 789|', '加Q |123456789|', '微信|li_si1988|', '加微信 |wxid_abc123|', 'VX：|lisi1988|', 'wechat: |lisi1988|',
      '我的微信号为：|abcdefg|', '微信 |123456789|', '微 信：|zhangsan88|', 'V：|zs19881212|', '加微|zs198812|', 'V X：|zs198812|',
    ],
  },
  email: {
    'odd forms and scripts': [
      '邮箱 |zhang@qq．com|', '邮箱 |zhang＠qq。com|', '邮箱 |zhang [at] qq [dot] com|', '邮箱|lisi（at）example.com|', '邮箱|张三@例子.中国|', '邮箱|иван@пример.рф|',
      'mail: |"li si"@example.com|', '|lisi艾特qq.com|', '邮箱:|lisi at example dot com|', '邮箱 |lisi.88 @example.com|', '邮箱|lisi@xn--fsqu00a.xn--fiqs8s|。',
      '邮箱|lisi@qq点com|', '邮箱|lisi@[192.168.1.1]|', '邮箱|lisi#qq.com|', '邮箱：|lisi＃163.com|', '邮箱|lisi @ 163 . com|', '邮箱|lisi@163,com|',
    ],
  },
  plate: {
    'licence plates': [
      '|皖D12345|占道', '|皖D·12345|', '|皖d12345|', '|皖DA1234|', '|皖DD12345|', '|皖D12345F|', '|皖DAA1234|', '|京AF023挂|', '|粤Z1234港|', '|皖Ｄ１２３４５|', '|京·A12345|', '车牌号|皖D 1 2 3 4 5|', '|皖DF12345|占道',
    ],
    'plates of the police, the army, missions, Hong Kong, Macao and Taiwan': [
      '|皖D1234警|', '|WJ皖12345|', '|WJ京·1234X|', '武警|WJ01-12345|', '|使014578|', '|使014·578|闯红灯', '军|VA12345|', '军车|VA·12345|', '香港车牌|AB 1234|', '澳门车牌|MA-12-34|', '台湾车牌|ABC-1234|',
    ],
  },
};

const stands: Readonly<Record<string, readonly string[]>> = {
  'amounts': [
    '总投资13800000000元', '项目总投资15800000000', '合计15912345678.50元', '房价6200 6300 6400 6500元', '占地13,855,412,345平方', '每月电费1200 1300 1500元', '三个月分别1500 1600 170',
    '电话费2000-3000元', '面积1234567平方米',
  ],
  'days and spans of them': [
    '2025-03-01至2025-06-30', '2025.3.1-2025.6.30', '20250301-20250630', '2026-09-01 - 2026-09-03', '自2025-03-01 08:00:00起', '2018-12-31T09:45:59+08:00',
    '有效期2018.08.23-08.25、09.06-09.08', '身份证有效期2016.03.01-2036.03.01', '通行证2026-09-18到期', '打电话问过，2024-2025年度', '2019、2020、2021、2022年',
  ],
  'routes and lists': [
    '1、2、3、5、6、7、8、9、10、11、15路', '3 5 8 15 18 21 25路公交', '15、16、17、18、19、20号楼', '802、147、226、262、26、38、138、2、146等', '1.3.5.7.9.11.13.15', '3-2-1502', '2-15-16-17-18-19',
    '1 2 1 3 8 5 5 4 1 2 3 4 5 6 7 8',
  ],
  'work orders, contracts, documents': [
    '工单号：2026091815230045', '工单编号20260918152300451', '合同编号：ZB-2025-0356-8801', '合同号2025035688012345', '订单号13912345678', '快递单号780012345678901', '工单13855412345', '工单138 5541 2345', '单号：138-5541-2345', '工单号：2026-0918-1523-0045', '皖政办〔2024〕15号',
    '咨询E市公复决字【2018】0088号', '（2025）皖0402民初1234号', '统一社会信用代码91340400123456789X', 'ISBN 978-7-111-12345-6', 'G206国道K1234+500',
  ],
  'hours behind a number of a unit': [
    '咨询电话：0554-6661234 8:00-17:30', '电话0554-6661234（工作日8:30-12:00，14:30-17:30）', '电话：0554-6661234 2026-09-18',
  ],
  'hotlines': [
    '400 820 8820', '4008208820转2', '800-820-8820', '客服95588、95533', '热线95105105', '95013123', '拨打12345、110',
  ],
  'a unit’s own numbers and mailboxes, with extensions': [
    '请拨打0554-6668888-801', '电话0554-6668888', '电话0554-6662222转803', '电话0554-6667777', '+86 554 6667777', '电话6667777', '电话0554-6663333', '电话0554-6663334', '电话6663334', '邮箱slj@huailing.gov.cn',
    '邮箱Office@163.com',
  ],
  'what announces nobody’s number': [
    'hotel 2000-3000元', '微信公众号huainanfabu', '微信公众号（微信号：cssbwg）', '微信小程序abc123', '微信Windows版', 'QQ群123456789', '身份证办理需要15个工作日', 'look at example.com', '云A座1234室',
    '打了1234567次', '打款6664321元', '使用012345次', '使1000000人受益', '使100000人受益', '型号WJ-1234', '车型VA12345', '京A级景区', '护照签证10个工作日', '账户余额6222.02元', '第6664321号是我的',
    '一三五七九楼', '二〇二五年一月', '手机号码',
  ],
};

describe('each kind is hidden, and nothing beside it', () => {
  const kinds = Object.entries(hides).flatMap(([kind, forms]) => Object.entries(forms).map(([name, texts]) => ({ kind: kind as keyof typeof placeholders, name, texts })));
  it.each(kinds)('$name', ({ kind, texts }) => {
    const redacted = texts.map((text) => redact(text.replaceAll('|', ''), directory));
    expect(redacted).toEqual(texts.map((text) => text.replace(/\|[^]*\|/, placeholders[kind])));
  });
});

describe('what is nobody’s stands', () => {
  it.each(Object.entries(stands))('%s', (_, texts) => {
    expect(texts.map((text) => redact(text, directory))).toEqual(texts);
  });
});
