import { defineProblems } from '@wenzheng/platform';

export const paperProblem = defineProblems({
  'paper-fonts-missing': {
    status: 503,
    zh: '系统尚未配置公文字库，暂不能生成PDF。请用“打印”由本机打印，或者下载DOCX。',
    en: 'The fonts for papers are not set up, so there is no PDF. Print the page, or take the DOCX.',
  },
  'paper-glyph-missing': {
    status: 409,
    zh: '公文字库中没有这些字：{characters}，不能生成PDF。请由管理员补充字库；急用的，可以用“打印”由本机打印。',
    en: 'No font for papers has these characters: {characters}. Have an administrator add a font, or print the page.',
  },
});
