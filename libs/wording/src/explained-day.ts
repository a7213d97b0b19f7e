import { noticeTitle, type ExplainedDay } from '@wenzheng/working-days';

/**
 * One explained day in words: 受理登记·第0天, 第3个工作日, 休息日·不计, 放假·不计（国庆节；…通知）, 调休上班·计（第1个工作日；国庆节；…通知）.
 * A day that a notice lists names the festival and the notice: `paper` where the caller knows what it is called, else its usual title.
 * @param dayZero what happened on day zero, where it is not the registration
 */
export function explainedDayLabel(day: ExplainedDay, language: 'zh' | 'en' = 'zh', paper?: string, dayZero?: string): string {
  const remarks = [...ordinalRemark(day, language), ...noticeRemark(day, language, paper), ...provisionalRemark(day, language)];
  const label = language === 'zh' ? chineseLabel(day, dayZero) : englishLabel(day, dayZero);
  if (remarks.length === 0) return label;
  return language === 'zh' ? `${label}（${remarks.join('；')}）` : `${label} (${remarks.join('; ')})`;
}

function chineseLabel(day: ExplainedDay, dayZero = '受理登记'): string {
  if (day.ordinal === 0) return `${dayZero}·第0天`;
  if (day.kind === 'makeUpWorkingDay') return '调休上班·计';
  if (day.kind === 'holiday') return '放假·不计';
  return day.kind === 'weekend' ? '休息日·不计' : `第${day.ordinal}个工作日`;
}

function englishLabel(day: ExplainedDay, dayZero = 'Registered'): string {
  if (day.ordinal === 0) return `${dayZero} · day 0`;
  if (day.kind === 'makeUpWorkingDay') return 'Make-up working day · counts';
  if (day.kind === 'holiday') return 'Public holiday · does not count';
  return day.kind === 'weekend' ? 'Weekend · does not count' : `Working day ${day.ordinal}`;
}

function ordinalRemark(day: ExplainedDay, language: 'zh' | 'en'): string[] {
  if (!day.counted || day.kind !== 'makeUpWorkingDay') return [];
  return [language === 'zh' ? `第${day.ordinal}个工作日` : `working day ${day.ordinal}`];
}

function noticeRemark(day: ExplainedDay, language: 'zh' | 'en', paper?: string): string[] {
  if (day.noticeYear === undefined || day.kind === 'workingDay') return [];
  return [festival(day.name ?? '', language), paper ?? noticeTitle(day.noticeYear, language)].filter((text) => text !== '');
}

function provisionalRemark(day: ExplainedDay, language: 'zh' | 'en'): string[] {
  if (!day.provisional) return [];
  return [language === 'zh' ? '节假日安排尚未公布，暂定' : 'holidays not announced yet, provisional'];
}

/** Of the notices: 全国年节及纪念日放假办法. */
const festivals: Readonly<Record<string, string>> = {
  元旦: 'New Year', 春节: 'Spring Festival', 清明节: 'Qingming Festival', 劳动节: 'Labour Day', 端午节: 'Dragon Boat Festival', 中秋节: 'Mid-Autumn Festival', 国庆节: 'National Day',
};

/** Two that share their days are named with 、 between them. */
const festival = (name: string, language: 'zh' | 'en'): string =>
  language === 'zh' ? name : name.split('、').map((one) => festivals[one] ?? one).join(', ');
