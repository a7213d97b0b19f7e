import { defineProblems } from '@wenzheng/platform';

export const paperProblem = defineProblems({
  'paper-fonts-missing': {
    status: 409,
    zh: '系统尚未配置公文字库，暂不能生成PDF。请在新窗口打开后由本机打印，或者下载DOCX。',
    en: 'The fonts for papers are not set up, so there is no PDF. Open the page in a new window and print it, or take the DOCX.',
  },
  'paper-glyph-missing': {
    status: 409,
    zh: '公文字库中没有这些字：{characters}，不能生成PDF。请由管理员补充字库；急用的，可以在新窗口打开后由本机打印，或者下载DOCX。',
    en: 'No font for papers has these characters: {characters}. Have an administrator add a font, or open the page in a new window and print it, or take the DOCX.',
  },
});
