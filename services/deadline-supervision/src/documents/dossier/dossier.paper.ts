import { heading, paragraph, type Block, type Paper } from '@wenzheng/paper';
import { businessDateOf } from '@wenzheng/working-days';
import { channelWords, dateWords, documentInstantWords, endingWords, kindWords } from '@wenzheng/wording';
import type { Offices } from '../numbering/offices.rules.js';
import { inTwoLines } from '../paper/wording.rules.js';
import type { Dossier, Entry } from './dossier.schema.js';

/** 卷宗: what was done about a message, by whom and on what grounds, and none of the citizen's words. Ids and codes stay in the record behind it. */
export function dossierPaper(dossier: Dossier, matter: string | null, offices: Offices): Paper {
  return {
    form: 'record', mark: null, number: null, signatory: null, title: '网民留言办理卷宗', to: null, blocks: dossierBlocks(dossier, matter, offices), attachments: [],
    from: offices.issuer, on: dateWords(businessDateOf(new Date(dossier.asOf))), copies: [], printedBy: null, annexes: [], isDraft: false,
  };
}

/** @param matter what it is about, as it may be shown */
export function dossierBlocks(dossier: Dossier, matter: string | null, offices: Offices): Block[] {
  const { messageNumber, channel, kind, deadline, timeline, digest } = dossier;
  const { unit, registeredOn, dueOn, finalDueOn, ending } = deadline;
  const facts: [string, string, string, string][] = [
    ['受理编号', messageNumber, '事由', matter ?? '（未载明）'],
    ['来源', `${channelWords.zh[channel]}${kind ? `（${kindWords.zh[kind]}）` : ''}`, '承办单位', unit?.name ?? '待分拨'],
    ['受理日期', dateWords(registeredOn), '办结方式', endingWords.zh[ending]],
    ['应答复日', dueOn ? dateWords(dueOn) : '未定', '最迟答复日', finalDueOn ? dateWords(finalDueOn) : '未定'],
  ];
  return [
    { kind: 'table', caption: null, columns: [{ head: '项目', width: 24, align: 'left' }, { head: '内容', width: 54, align: 'left' }, { head: '项目', width: 24, align: 'left' }, { head: '内容', width: 54, align: 'left' }], rows: facts },
    paragraph(deadline.sentence.zh),
    heading(`办理过程（共${timeline.length}项）`),
    {
      kind: 'table', caption: null,
      columns: [{ head: '时间', width: 26, align: 'center' }, { head: '事项', width: 56, align: 'left' }, { head: '经办', width: 32, align: 'left' }, { head: '依据', width: 42, align: 'left' }],
      rows: timeline.map((entry) => [inTwoLines(documentInstantWords(new Date(entry.at))).replace('日', '日\n'), inChinese(entry.zh), actorOf(entry, unit?.name ?? '承办单位', offices), groundOf(entry)]),
    },
    paragraph(`本卷宗由网络问政平台依据办理记录生成，数字摘要（SHA-256）：${digest}`),
  ];
}

const numerals: Readonly<Record<string, string>> = { 1: '一', 2: '二', 3: '三' };
const inChinese = (text: string): string => text.replace(/([123])级/gu, (_, level: string) => `${numerals[level]}级`);
/** Not where it only says again what was done. */
const groundOf = ({ zh, rule }: Entry): string => (rule === null || zh.startsWith(rule.zh) ? '' : inChinese(rule.zh));

/** Who acts where nobody is named. */
const platform = '网络问政平台';
const actors: Readonly<Record<string, string | undefined>> = { rule: `${platform}自动`, intake: platform, routing: platform, publication: platform };
const ofUnits = new Set(['acknowledge', 'answer', 'object']);

/** A person's subject at the issuer means nothing to a reader: the office he acts for is named. */
function actorOf({ what, by }: Entry, unit: string, offices: Offices): string {
  if (by === null) return '';
  const known = actors[by];
  if (known !== undefined) return known;
  const [noun, act = ''] = what.split('.');
  if (noun === 'urging-order') return ofUnits.has(act) ? unit : offices.supervisionOffice;
  if (noun === 'referral') return act === 'conclude' ? offices.inspectionBureau : offices.supervisionOffice;
  if (noun === 'major-matter') return offices.supervisionOffice;
  if (noun === 'escalation') return '收件机关';
  return by;
}
