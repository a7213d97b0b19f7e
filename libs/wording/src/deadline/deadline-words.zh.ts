import { businessDateOf } from '@wenzheng/working-days';
import { chineseDates as d, timeOfDay } from '../dates.js';
import type { DeadlineCase, PublishedExtension } from './deadline-case.js';
import type { DeadlineWords } from './deadline-words.js';

type CaseOf<Is extends DeadlineCase['is']> = Extract<DeadlineCase, { is: Is }>;

const sessionDay = { interview: '访谈当日', forum: '座谈会当日' };

const provisionalTail = (missing: number | undefined) =>
  missing === undefined
    ? '正在按新公布的节假日安排重新计算；调整前不计超期。'
    : `${missing}年节假日安排尚未公布，公布后可能调整；调整前不计超期。`;

const announced = (extension: PublishedExtension, year: number) =>
  `${extension.unitName ?? '承办单位'}已于${d.short(extension.publishedOn, year)}公开说明延期，`;

function inTime(now: CaseOf<'inTime'>, year: number): string {
  const { dueOn, extension } = now;
  const close = d.clock(now.close);
  const today = `应于今天（${d.short(dueOn, year)}，${d.weekday(dueOn)}）${close}前答复`;
  if (!extension) {
    if (now.isToday) return `${today}。`;
    const left = now.daysLeft === 0 ? '' : `，还有${now.daysLeft}个工作日`;
    return `应于${d.full(dueOn)}（${d.weekday(dueOn)}）${close}前答复${left}。`;
  }
  const due = now.isToday ? today : `应于${d.short(dueOn, year)}（${d.weekday(dueOn)}）${close}前答复`;
  const final = extension.final;
  const cap = `最迟答复日${final.provisional ? '暂定' : ''}为${d.short(final.date, year)}（${d.weekday(final.date)}）`;
  return `${announced(extension, year)}${due}；${cap}。`;
}

function review(now: CaseOf<'review'>, year: number): string {
  const submittedOn = d.short(businessDateOf(now.submittedAt), year);
  const submitted = `承办单位已于${submittedOn}${d.clock(timeOfDay(now.submittedAt))}提交答复，正在审核`;
  if (!now.publishBy) return `${submitted}。`;
  const by = `${d.short(now.publishBy.date, year)}${d.clock(now.close)}前公开`;
  if (now.late) return `${submitted}，原应于${by}，审核已超时${now.late.days ? `${now.late.days}个工作日` : ''}。`;
  return `${submitted}，${now.publishBy.provisional ? '暂定' : '应'}于${by}。`;
}

function overdue(now: CaseOf<'overdue'>, year: number): string {
  const date = `${d.short(now.dueOn, year)}（${d.weekday(now.dueOn)}）`;
  const was = `原应于${date}${d.clock(now.close)}前答复`;
  const cap = `最迟答复日${now.final.provisional ? '暂定' : ''}为${d.short(now.final.date, year)}。`;
  if (now.isToday) return `原应于今天${d.clock(now.close)}前答复，已超期。${cap}`;
  if (now.lateDays === null) {
    return `${was}，已超期。${now.missingNoticeYear}年节假日安排尚未公布，超期工作日数待公布后计算。${cap}`;
  }
  if (now.todayKind === 'holiday') return `${was}，已超期，今天是放假日。`;
  if (now.todayKind === 'weekend') return `${was}，已超期，今天是休息日。`;
  return `${was}，今天是超期第${now.lateDays}个工作日。${cap}`;
}

function answered(now: CaseOf<'answered'>, year: number, isPrivate: boolean): string {
  const published = d.short(now.publishedOn, year);
  const late = now.lateDays ? `${now.lateDays}个工作日` : '不足1个工作日';
  if (now.how === 'cityLate') {
    return `承办单位${d.short(now.submittedOn, year)}按时提交，${published}公开，上网超期${late}。`;
  }
  if (now.how === 'late') return `已于${published}答复，超过应答复日${late}。`;
  if (now.how === 'undecided') return `已于${published}答复，是否按时待节假日安排公布后认定。`;
  if (now.how === 'unknown') return `已于${published}答复。`;
  if (isPrivate || now.daysTaken === null) return `已于${published}答复，按时。`;
  return `已于${published}答复，用时${now.daysTaken || '不足1'}个工作日，按时。`;
}

const ended = {
  'ruled-invalid': (on: string) => `经认定不予受理，${on}告知理由。`,
  merged: (on: string) => `${on}并入另一件留言，一并答复。`,
  transferred: (on: string) => `${on}转出，由接收单位办理。`,
  withdrawn: (on: string) => `留言人${on}撤回。`,
};

function sentence(now: DeadlineCase, year: number, isPrivate: boolean): string {
  switch (now.is) {
    case 'pen':
      return `正在确定承办单位。时限${now.isOfSession ? '' : '从受理之日起算，'}不因分派改变。`;
    case 'unknown':
      return '受理当年的节假日安排没有收录，无法计算应答复日。';
    case 'beforeSession':
      return `${sessionDay[now.sessionKind]}（${d.short(now.sessionOn, year)}）起算，${now.days}个工作日内答复。`;
    case 'provisional': {
      const lead = now.extension ? announced(now.extension, year) : '';
      return `${lead}暂定于${d.full(now.dueOn)}前答复。${provisionalTail(now.missingNoticeYear)}`;
    }
    case 'inTime':
      return inTime(now, year);
    case 'review':
      return review(now, year);
    case 'overdue':
      return overdue(now, year);
    case 'pastCap': {
      const reported = now.level3Name === undefined ? '' : `，已报${now.level3Name}掌握`;
      const past = now.daysPastCap ? `${now.daysPastCap}个工作日` : '';
      return `已超过最迟答复日（${d.short(now.finalDueOn, year)}）${past}${reported}。`;
    }
    case 'answered':
      return answered(now, year, isPrivate);
    case 'ended':
      return ended[now.ending](now.endedOn === undefined ? '已' : `已于${d.short(now.endedOn, year)}`);
  }
}

const daysLeft = (days: number) => (days === 0 ? '今天到期' : `还有${days}个工作日`);

function lateness(lateDays: number | null, isWorkedToday: boolean): string {
  if (!lateDays) return '已超期';
  return isWorkedToday ? `超期第${lateDays}个工作日` : `已超期${lateDays}个工作日`;
}

export const chineseWords: DeadlineWords = {
  sentence: (now, year, isPrivate) => `${isPrivate ? '本件不公开内容。' : ''}${sentence(now, year, isPrivate)}`,

  note(note, year) {
    if (note.is === 'interim') return '已发布阶段性回复。阶段性回复不计为答复，时限继续计算。';
    const submitted = d.short(note.submittedOn, year);
    if (note.is === 'noticeInReview') return `延期说明已于${submitted}提交，尚未公开，公开后生效。`;
    return `延期说明于${submitted}提交，已过${note.days}个工作日，不改变应答复日（${d.short(note.replyDueOn, year)}）。`;
  },

  short(now, year) {
    switch (now.is) {
      case 'pen':
        return now.daysLeft === null ? '' : daysLeft(now.daysLeft);
      case 'unknown':
        return '无法计算';
      case 'beforeSession':
        return `${sessionDay[now.sessionKind]}起算`;
      case 'provisional':
        return `暂定${d.short(now.dueOn, year)}`;
      case 'inTime':
        return now.isToday || now.daysLeft > 0 ? daysLeft(now.daysLeft) : `${d.short(now.dueOn, year)}到期`;
      case 'review':
        if (now.late) return '审核已超时';
        return now.publishBy ? `应于${d.short(now.publishBy.date, year)}公开` : '等待公开';
      case 'overdue':
      case 'pastCap':
        return lateness(now.lateDays, now.todayKind === 'workingDay' || now.todayKind === 'makeUpWorkingDay');
      case 'answered':
        return { inTime: '按时', cityLate: '上网超期', late: '超期答复', undecided: '', unknown: '' }[now.how];
      case 'ended':
        return '';
    }
  },
};
