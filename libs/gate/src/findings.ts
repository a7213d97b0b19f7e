/** What the gate finds in a reply, by a stable code, and what it says of it to units and offices. Hard ones are of content: nobody can sign them away. */
export const findings = {
  'no-content': { weight: 'hard', words: '没有可读的内容' },
  'no-outcome': { weight: 'hard', words: '只说明来信收悉、转交或表态，没有办理结果、理由或期限' },
  'turned-away': { weight: 'hard', words: '让来信人另找他处或称不清楚，没有写明找哪个单位、怎样联系' },
  'missing-attachment': { weight: 'hard', words: '提到附件或图片，答复中并没有' },
  'office-without-way': { weight: 'soft', words: '让来信人找其他单位，没有写明电话、地址或办理方式' },
  'same-as-other': { weight: 'soft', words: '与近90天内另一件留言的答复几乎相同' },
  'other-number': { weight: 'soft', words: '写有另一件留言的受理编号' },
  'other-unit': { weight: 'soft', words: '落款不是本单位' },
  'other-name': { weight: 'soft', words: '按姓名称呼来信人，公开后他人可见，也可能是另一封来信的称呼' },
  'signed-by-person': { weight: 'soft', words: '以个人名义落款，答复应当以单位名义作出' },
  'third-person': { weight: 'soft', words: '写有他人的姓名或证件、账号等个人信息' },
} as const satisfies Record<string, { weight: 'hard' | 'soft'; words: string }>;

export type FindingCode = keyof typeof findings;
export type Weight = 'hard' | 'soft';

export interface Finding {
  code: FindingCode;
  weight: Weight;
  /** For people: what is wrong. */
  words: string;
  /** The words of the reply that it rests on. */
  quote: string | null;
}

const longestQuote = 60;

export function finding(code: FindingCode, quote: string | null = null): Finding {
  return { code, ...findings[code], quote: quote === null ? null : quote.slice(0, longestQuote) };
}
