// What the words before a number say that it is. One pass finds the words, and each reaches a few characters on.

/** What may be announced, as bits. */
export const Announced = { telephone: 1, identity: 2, document: 4, card: 8, account: 16, other: 32 } as const;

const words: Readonly<Record<keyof typeof Announced, string>> = {
  telephone:
    '电 {0,3}话|座机|固话|宅电|小灵通|话机|电联|电询|通话|联 {0,3}系|咨询|热线|传真|号码|致电|拨打|请打|请拨|打给|回电|来电|回拨|手 {0,3}机|短信|呼叫|機主|電話|电話|電话|手機|致電|撥打|聯繫|聯絡|联络|[☎☏✆📞📱🕿]|[打拨撥][了过]?(?=[ :]?[(\\d])|(?:师傅|先生|女士|经理|主任|老板|阿姨|大爷|大妈)(?=[,: (]{0,2}\\d{7,8}(?!\\d))|' +
    '(?<![a-z])(?:telephone|tel|phone|mobile|mob|cell|fax|call|whatsapp)(?![a-z])',
  identity: '身 {0,3}份 {0,3}证|身份號|身份号|身份證|身分證|身分证|证件号|證件號|公民身份|[老旧代]证|(?<![a-z])id ?(?:card|no|number)(?![a-z])',
  document: '护照|護照|通行证|通行證|回乡证|回鄉證|还乡证|台湾同胞证|台胞证|台胞證|返乡证|居留证|居留许可|居住证|旅行证|入台证|驾驶证|驾照|军官证|士官证|士兵证|警官证|(?<![a-z])passport(?![a-z])',
  card: '卡号|卡號|银行|銀行卡|储蓄卡|借记卡|信用卡|工资卡|存折|账号|帐号|賬號|账户|帐户|开户行?|[工农建中交]行|农商行|邮储',
  account: '(?<![a-z])qq(?!群|[a-z])|扣扣|企鹅|[微威薇V]信|加微(?!信)|(?<![a-z])(?:wechat|weixin|v ?x|wx)(?![a-z])|(?<=加)[qv]|(?<![a-z])q(?=:? ?\\d)|支付宝|抖音号?|快手号?|钉钉号?',
  other:
    '工单|订单|单号|运单|合同|编号|编码|代码|发票|流水|文号|案号|序列号|批号|型号|条码|票号|证书|证号|户号|表号|准考证|档案|受理|许可证|备案|快递|项目|地块|图号|批文|' +
    '(?<![a-z])(?:order|no|id|sn|isbn|issn)(?![a-z])',
};

const kinds = Object.keys(words) as (keyof typeof Announced)[];
const pattern = new RegExp(kinds.map((kind) => `(${words[kind]})`).join('|'), 'giu');

// A sentence's end, a digit and what was hidden stop every word; between a word that may mean much else and its number stands little.
const loose = /[^\d〔〕\n。！？!?;]/;
const close = /[号码碼號编为是同:= #()a-z.\-_/"“「字第军南北沈京兰成济广空海]/i;
// 电话费, 打电话问了, 电话第3次: what follows is no telephone number.
const breaks = /[费款价元额共第各]/;
const reach: Readonly<Record<keyof typeof Announced, { most: number; over: RegExp }>> = {
  telephone: { most: 8, over: loose },
  identity: { most: 12, over: loose },
  document: { most: 10, over: close },
  card: { most: 8, over: loose },
  account: { most: 8, over: close },
  other: { most: 8, over: close },
};

/** 6664321是我家电话, 6664321无人接听: what stands behind a local number says what it is. */
const explained =
  /(?<![\d.:/-])\d{7,8}(?=[,: ]{0,2}(?:[这就]?是?(?:我|他|她|其|本人|家里?)[^\n。，,;\d]{0,6}(?:电话|座机|手机|号码|宅电|固话)|(?:一直|总是|始终)?(?:无人接|没人接|没有人接|打不通|占线|无法接通|空号|停机)))/gu;

/** What is announced for the digit at an offset, by that offset. */
export function announcementsIn(plain: string): ReadonlyMap<number, number> {
  const announced = new Map<number, number>();
  for (const match of plain.matchAll(pattern)) {
    const kind = kinds.find((_, index) => match[index + 1] !== undefined) ?? 'other';
    if (plain.startsWith('已隐去', match.index + match[0].length) || plain.startsWith('号已隐去', match.index + match[0].length)) continue;
    const at = reached(plain, match.index + match[0].length, kind);
    if (at >= 0) announced.set(at, (announced.get(at) ?? 0) | Announced[kind]);
  }
  for (const { index } of plain.matchAll(explained)) announced.set(index, (announced.get(index) ?? 0) | Announced.telephone);
  return announced;
}

/** Where the first digit stands that a word reaches, or -1. */
function reached(plain: string, from: number, kind: keyof typeof Announced): number {
  const { most, over } = reach[kind];
  for (let at = from; at <= from + most && at < plain.length; at += 1) {
    const character = plain.charAt(at);
    if (character >= '0' && character <= '9') return at;
    // 电话： and the number on a line of its own.
    const ownLine = character === '\n' && /^[:\s]*$/.test(plain.slice(from, at));
    if (!ownLine && !over.test(character)) return -1;
    if (kind === 'telephone' && breaks.test(character)) return -1;
  }
  return -1;
}
