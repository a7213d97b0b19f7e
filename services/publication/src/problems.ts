import { defineProblems } from '@wenzheng/platform';

export const problem = defineProblems({
  'publication.message-not-found': { status: 404, zh: '没有这个编号的留言。', en: 'There is no message with this number.' },
  'publication.invalid-cursor': { status: 400, zh: '分页位置无效，请从第一页重新取。', en: '`after` is not valid; start again from the first page.' },
  'publication.foreign-form': { status: 403, zh: '表单不是从本网站提交的。请回到查询页面重新填写。', en: "The form was not sent from this site's own page." },
  'publication.content-review-not-found': { status: 404, zh: '这件留言没有等待过内容审核。', en: 'The content of this message has not waited for review.' },
  'publication.content-review-decided': { status: 409, zh: '这件留言的内容已经审核，如需改变请用撤下、设为不公开或恢复。', en: 'It has been decided about; take down, make private or restore it instead.' },
  'publication.not-shown': { status: 409, zh: '这件留言本来就没有公开。', en: 'The message is not shown to the public.' },
  'publication.nothing-to-restore': { status: 409, zh: '这件留言没有被撤下或设为不公开；等待内容审核的，请在审核中决定。', en: 'Nothing was taken down or made private; what waits for review is decided there.' },
  'publication.part-not-found': { status: 404, zh: '没有这份已公开的答复、承诺、延期说明、决定或文字。', en: 'There is no such published reply, promise, notice, decision or text.' },
  'publication.words-not-found': { status: 422, zh: '在现在公开的文字里找不到要隐去的内容，请重新选取；已隐去的标记不能只选一半。', en: 'The words are not in what is shown.' },
  'publication.hiding-not-found': { status: 404, zh: '没有这一处隐去。', en: 'There is no such hiding.' },
  'publication.interview-not-found': { status: 404, zh: '没有这场在线访谈。', en: 'There is no such interview.' },
  'publication.too-many-viewers': { status: 503, zh: '现在观看的人很多，请用页面上的“刷新”查看新的答复。', en: 'Too many watch now; load the page again for new answers.' },
  'publication.query-unavailable': { status: 503, zh: '现在无法核对编号和查询码，请1分钟后再试。', en: 'Number and code cannot be checked now; try again in a minute.' },
  'publication.review-not-found': { status: 404, zh: '没有等待审核的这份答复。', en: 'No reply with this id has waited for review.' },
  'publication.review-decided': { status: 409, zh: '这份答复已经审核，决定不能再改。', en: 'This reply has been decided about; the decision stands.' },
  'publication.forum-not-found': { status: 404, zh: '没有这场网民座谈会，或者尚未公布。', en: 'There is no such forum, or it is not published yet.' },
  'publication.forum-phase-not-found': { status: 404, zh: '没有这一期网民座谈会。', en: 'There is no such phase of forums.' },
});
