import { defineProblems } from '@wenzheng/platform';

export const problem = defineProblems({
  'publication.message-not-found': { status: 404, zh: '没有这个编号的留言。', en: 'There is no message with this number.' },
  'publication.invalid-cursor': { status: 400, zh: '分页位置无效，请从第一页重新取。', en: '`after` is not valid; start again from the first page.' },
  'publication.foreign-form': { status: 403, zh: '表单不是从本网站提交的。请回到查询页面重新填写。', en: "The form was not sent from this site's own page." },
  'publication.query-unavailable': { status: 503, zh: '现在无法核对编号和查询码，请1分钟后再试。', en: 'Number and code cannot be checked now; try again in a minute.' },
  'publication.review-not-found': { status: 404, zh: '没有等待审核的这份答复。', en: 'No reply with this id has waited for review.' },
  'publication.review-decided': { status: 409, zh: '这份答复已经审核，决定不能再改。', en: 'This reply has been decided about; the decision stands.' },
});
