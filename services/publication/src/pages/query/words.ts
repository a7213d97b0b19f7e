import type { Language } from '@wenzheng/wording';

interface QueryWords {
  title: string;
  fault(sentence: string): string;
  number: string;
  code: string;
  codeHint: string;
  submit: string;
  bothNeeded: string;
  wrongPair: string;
  tooMany: string;
  closed: string;
  ended: string;
  held: string;
  setAside: string;
  notYet: string;
}

export const queryWords: Readonly<Record<Language, QueryWords>> = {
  zh: {
    title: '查询办理情况', fault: (sentence) => `错误：${sentence}`, number: '受理编号', code: '查询码', codeHint: '查询码在受理时只显示一次。大小写、空格和连字符不影响查询。', submit: '查询',
    bothNeeded: '请填写受理编号和查询码', wrongPair: '编号或查询码不正确', tooMany: '操作过于频繁，请1分钟后再试', closed: '已退出，请重新输入查询码', ended: '已退出。',
    held: '您的留言已经收到，正在由市政府信息办人工甄别。登记以后，答复时限仍从收到之日起算，请稍后再查询', setAside: '这件来信没有可以办理的文字，已由市政府信息办存档，没有登记为留言。需要反映问题的，请重新留言',
    notYet: '留言已受理，页面正在生成，请稍后再查询',
  },
  en: {
    title: 'Track your message', fault: (sentence) => `Error: ${sentence}`, number: 'Message number', code: 'Tracking code', codeHint: 'The tracking code was shown once, on your receipt. Capitals, blanks and hyphens make no difference.', submit: 'Show my message',
    bothNeeded: 'Please enter the message number and the tracking code', wrongPair: 'The number or the tracking code is not right', tooMany: 'Too many requests. Please try again in 1 minute', closed: 'You have been signed out. Please enter the tracking code again', ended: 'You have signed out.',
    held: 'Your message has arrived and is being looked at by the information office. Once registered, its time limit counts from the day it arrived. Please ask again later', setAside: 'This letter has no text that could be acted upon. The information office has filed it, and it was not registered. If you have a matter to raise, please write again',
    notYet: 'Your message is registered and its page is being made. Please ask again in a moment',
  },
};
