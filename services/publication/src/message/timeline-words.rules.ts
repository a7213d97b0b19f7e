import { invalidityGroundWords, ratingWords, type Language } from '@wenzheng/wording';

type Ground = keyof (typeof invalidityGroundWords)['zh'];
type Rating = keyof (typeof ratingWords)['zh'];
export type Paper = 'reply' | 'interim' | 'correction' | 'supplement' | 'renewed';

/** 办理过程 in words: verbs of what has happened. Names of units and offices stand as they are. */
interface TimelineWords {
  someUnit: string;
  someBody: string;
  informationOffice: string;
  registered: string;
  assigned(unit: string): string;
  returned(unit: string): string;
  designated(unit: string): string;
  submitted(unit: string, paper: Paper): string;
  published: Readonly<Record<Paper, string>>;
  extension(unit: string): string;
  overdue: string;
  overdueWithdrawn: string;
  urged(unit: string, isRenewal: boolean): string;
  escalated(office: string): string;
  escalationWithdrawn(office: string): string;
  urgingOrder(number: string): string;
  ruledInvalid(ground: Ground | undefined): string;
  upheld: string;
  rejected: string;
  transferred(to: string | undefined): string;
  coHandled(unit: string, coUnits: readonly string[]): string;
  renewalOrdered(unit: string): string;
  renewalDeclined: string;
  merged: string;
  unmerged: string;
  withdrawn: string;
  rated(rating: Rating): string;
  delivered: string;
  gone: string;
  undelivered: string;
}

const papers: Readonly<Record<Language, Readonly<Record<Paper, string>>>> = {
  zh: { reply: '答复', interim: '阶段性回复', correction: '更正', supplement: '补充', renewed: '二次办理答复' },
  en: { reply: 'the reply', interim: 'an interim reply', correction: 'a correction', supplement: 'a supplement', renewed: 'the reply after second handling' },
};

export const timelineWords: Readonly<Record<Language, TimelineWords>> = {
  zh: {
    someUnit: '承办单位', someBody: '其他机关', informationOffice: '信息办',
    registered: '受理登记', assigned: (unit) => `分派至${unit}`, returned: (unit) => `${unit}退回，待重新分派`, designated: (unit) => `指定${unit}承办`,
    submitted: (unit, paper) => `${unit}提交${papers.zh[paper]}`,
    published: { reply: '公开答复', interim: '公开阶段性回复（不计为答复）', correction: '公开更正', supplement: '公开补充', renewed: '公开二次办理答复' },
    extension: (unit) => `${unit}公开说明延期`, overdue: '超期', overdueWithdrawn: '超期已撤销：单位在时限内已提交',
    urged: (unit, isRenewal) => `已自动催办${unit}${isRenewal ? '二次办理' : ''}`, escalated: (office) => `已报${office}`, escalationWithdrawn: (office) => `已撤回报${office}的上报`, urgingOrder: (number) => `签发督办单（${number}）`,
    ruledInvalid: (ground) => `认定不予受理${ground ? `（${invalidityGroundWords.zh[ground]}）` : ''}`, upheld: '异议成立，恢复办理', rejected: '异议不成立，维持认定', transferred: (to) => `转至${to ?? '其他机关'}`,
    coHandled: (unit, coUnits) => `由${unit}主办${coUnits.length ? `，${coUnits.join('、')}协办` : ''}`,
    renewalOrdered: (unit) => `信息办决定由${unit}二次办理`, renewalDeclined: '信息办复核评价，不再二次办理', merged: '与反映同一事项的留言并案办理', unmerged: '恢复单独办理', withdrawn: '留言人撤回',
    rated: (rating) => `留言人评价：${ratingWords.zh[rating]}`, delivered: '答复已送达留言人', gone: '原渠道上的答复已不存在或者被退回，请以本页答复为准', undelivered: '答复未能送达原渠道，请以本页答复为准',
  },
  en: {
    someUnit: 'The responsible unit', someBody: 'another authority', informationOffice: 'the information office',
    registered: 'Registered', assigned: (unit) => `Assigned to ${unit}`, returned: (unit) => `Returned by ${unit}, to be assigned again`, designated: (unit) => `${unit} designated to handle it`,
    submitted: (unit, paper) => `${unit} submitted ${papers.en[paper]}`,
    published: { reply: 'Reply published', interim: 'Interim reply published (does not count as a reply)', correction: 'Correction published', supplement: 'Supplement published', renewed: 'Reply after second handling published' },
    extension: (unit) => `${unit} announced an extension`, overdue: 'Overdue', overdueWithdrawn: 'No longer overdue: the unit had submitted in time',
    urged: (unit, isRenewal) => `Urged automatically${unit ? `: ${unit}` : ''}${isRenewal ? ' (second handling)' : ''}`, escalated: (office) => `Reported to ${office}`, escalationWithdrawn: (office) => `Report to ${office} withdrawn`, urgingOrder: (number) => `Urging order signed (${number})`,
    ruledInvalid: (ground) => `Ruled not acceptable${ground ? ` (${invalidityGroundWords.en[ground]})` : ''}`, upheld: 'Objection upheld, handling resumed', rejected: 'Objection rejected, ruling stands', transferred: (to) => `Transferred to ${to ?? 'another authority'}`,
    coHandled: (unit, coUnits) => `Led by ${unit}${coUnits.length ? `, with ${coUnits.join(', ')}` : ''}`,
    renewalOrdered: (unit) => `The information office ordered a second handling by ${unit}`, renewalDeclined: 'The information office reviewed the rating; no second handling', merged: 'Handled together with messages on the same matter', unmerged: 'Handled separately again', withdrawn: 'Withdrawn by the writer',
    rated: (rating) => `Rated by the writer: ${ratingWords.en[rating]}`, delivered: 'Reply delivered to the writer', gone: 'The reply in the original channel is gone or was refused; the reply on this page is the valid one', undelivered: 'The reply could not be delivered in the original channel; the reply on this page is the valid one',
  },
};
