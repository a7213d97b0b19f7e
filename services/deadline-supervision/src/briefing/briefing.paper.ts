import { numbered, paragraph, type Paper, type Table } from '@wenzheng/paper';
import { businessDateOf } from '@wenzheng/working-days';
import { channelWords, dateWords, documentInstantWords, kindWords, roleWords } from '@wenzheng/wording';
import type { Briefing, BriefingFigures, Theme } from './briefing.rules.js';

/** 归纳上报, a unit's report to the information office: it asks for nothing. Until it is sent up, and when it was given back, it is a draft with the figures of the moment. */
export function briefingPaper({ month, channel, unit, state, figures, themes, summary, submittedAt }: Briefing, now: Date): Paper {
  const isDraft = state !== 'submitted' && state !== 'received';
  const [year, number] = month.split('-').map(Number);
  const when = `${year}年${number}月`;
  const cutOff = documentInstantWords(isDraft || submittedAt === null ? now : submittedAt);
  const { registered, answered, ended, open, overdue } = figures;
  return {
    form: 'record', mark: null, number: null, signatory: null, title: `关于${when}${channelWords.zh[channel]}留言归纳情况的报告`, to: roleWords.zh['information-office'],
    blocks: [
      paragraph(`现将${when}${unit.name}${channelWords.zh[channel]}的留言归纳上报如下（数据截至${cutOff}）。`),
      ...numbered([
        { title: '总体情况', blocks: [paragraph(`共受理留言${registered}件，已答复${answered}件，以其他方式办结${ended}件，正在办理${open}件，其中超期${overdue}件。`), kindTable(figures)] },
        { title: '反映集中的问题', blocks: [themes.length > 0 ? themeTable(themes) : paragraph('本月没有反映集中的问题。')] },
        { title: '归纳意见', blocks: summary === null ? [] : [paragraph(summary)] },
      ]),
      paragraph('特此报告。'),
    ],
    attachments: [], from: unit.name, on: isDraft || submittedAt === null ? null : dateWords(businessDateOf(submittedAt)), copies: [], printedBy: null, annexes: [], isDraft,
  };
}

function kindTable({ kinds, registered }: BriefingFigures): Table {
  return {
    kind: 'table', caption: '单位：件', columns: [{ head: '类别', width: 100, align: 'left' }, { head: '件数', width: 56, align: 'right' }],
    rows: [...kinds.map(({ kind, messages }) => [kind === null ? '未分类' : kindWords.zh[kind], String(messages)]), ['合计', String(registered)]],
  };
}

function themeTable(themes: readonly Theme[]): Table {
  return {
    kind: 'table', caption: null,
    columns: [{ head: '序号', width: 16, align: 'center' }, { head: '问题', width: 96, align: 'left' }, { head: '留言（件）', width: 22, align: 'right' }, { head: '人数（人）', width: 22, align: 'right' }],
    rows: themes.map(({ theme, messages, people }, index) => [String(index + 1), theme, String(messages), String(people)]),
  };
}
