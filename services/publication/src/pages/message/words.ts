import type { Language } from '@wenzheng/wording';
import type { Content } from '../../projection/content.rules.js';

/** The words of a message's page beside those that all lists of messages have. */
interface MessageWords {
  home: string;
  board: string;
  here: string;
  own: string;
  leave: string;
  deadline: string;
  reckoning: string;
  dayByDay: string;
  concealed: Readonly<Record<'shown' | Content, string>>;
  writerMay: string;
  query: string;
  writerMayEnd: string;
  text: string;
  withdrawn: string;
  noText: string;
  number: string;
  unit: string;
  undecided: string;
  coUnits: string;
  firstAsked: string;
  between: string;
  channel: string;
  registered: string;
  notices: string;
  newDueOn: string;
  publishedAt: string;
  correctedAt: string;
  interim: string;
  replies: string;
  renewed: string;
  inReview: string;
  notAnswered: string;
  result: string;
  supplement: string;
  promisedBy: string;
  promised: string;
  keptAt: string;
  kept: string;
  notKept: string;
  followUps: string;
  followsUp: string;
  merged: string;
  mergedWith(count: number): string;
  timeline: string;
  isMine: string;
  attachments: string;
  attached: string;
  ownOnly: string;
  separator: string;
  decisions: string;
  ruled: string;
  renewal(unit: string): string;
  noRenewal: string;
  transfer(to: string): string;
  upheld: string;
  rejected: string;
  replyBy: string;
  receiptAt: string;
  receipt: string;
  decidedAt: string;
  lifted: string;
  guidance: string;
  /** Who does not agree may, until when, object; in pieces, because a link and a date stand between them. */
  objection: { you: string; writer: string; disagree: string; until: string; included: string; object: string; withCode: string; reviewed: string };
  table: { date: string; weekday: string; how: string; unknown: string; fromRegistration: string; fromDayZero: string; fromSession: string };
  marks: { replyDue: string; extended: string; finalDue: string; between: string };
  basis: string;
  rules: string;
  registeredOn: string;
  calendar: string;
  policy: string;
  notDecided: string;
  acts: { title: string; rating: string; readings: string; noReadings: string; readingsOf: (times: number) => string; objection: string; until: (when: string) => string; objectionOver: string; rate: string; over: string; ask: string; askOf: (left: number, until: string) => string; noMoreAsking: string; withdraw: string };
}

export const messageWords: Readonly<Record<Language, MessageWords>> = {
  zh: {
    home: '首页', board: '市民心声', here: '留言', own: '您正在查看自己的留言。', leave: '退出', deadline: '答复时限', reckoning: '这个日期是怎么算出来的', dayByDay: '逐日计算到最迟答复日',
    concealed: { shown: '', private: '本件不公开内容。', held: '本件内容正在审核，审核期间不公开；受理和办理照常进行，时限照常计算。', 'taken-down': '本件内容已撤下，不再公开。' },
    writerMay: '留言人可凭受理编号和查询码', query: '查询', writerMayEnd: '。', text: '留言内容', withdrawn: '留言人已撤回，内容不再公开。', noText: '（无内容）',
    number: '受理编号', unit: '承办单位', undecided: '正在确定', coUnits: '协办单位', firstAsked: '首问责任单位', between: '、', channel: '来源', registered: '受理时间',
    notices: '延期说明', newDueOn: '预计答复日：', publishedAt: '公开于', correctedAt: '，更正于', interim: '阶段性回复（不计为答复）', replies: '答复', renewed: '二次办理答复',
    inReview: '承办单位已提交答复，正在审核，公开后在这里显示。', notAnswered: '尚未答复。', result: '办理结果：', supplement: '补充',
    promisedBy: '承诺于', promised: '前：', keptAt: '（已于', kept: '公布落实情况）', notKept: '（落实情况尚未公布）',
    followUps: '追问', followsUp: '本件追问：', merged: '并案办理', mergedWith: (count) => `${count === 1 ? '本件与以下留言反映同一事项，' : '本件与以下各件留言反映同一事项，'}并案办理；各件保留自己的受理编号和时限，分别答复。`,
    timeline: '办理过程', isMine: '我是留言人', attachments: '附件', attached: '附件：', ownOnly: '，未公开，仅您本人可见', separator: '，',
    decisions: '处理决定', ruled: '不予受理：', renewal: (unit) => `由${unit}二次办理`, noRenewal: '不再二次办理', transfer: (to) => `转至${to}`, upheld: '异议成立', rejected: '异议不成立', replyBy: '答复期限：',
    receiptAt: '对方已于', receipt: '出具回执，文号：', decidedAt: '信息办作出于', lifted: '经复核，本认定已撤销，留言恢复办理。', guidance: '您可以这样办：',
    objection: { you: '您', writer: '留言人', disagree: '不同意的，可以', until: '在', included: '前（含当日）', object: '提出一次异议', withCode: '凭受理编号和查询码', reviewed: '，由作出认定以外的人员复核。' },
    table: {
      date: '日期', weekday: '星期', how: '怎样计算', unknown: '受理当年的节假日安排没有收录，无法逐日说明。', fromRegistration: '从受理之日起逐日计算；受理当日不计入，只计工作日。',
      fromDayZero: '从起算日起逐日计算；当日不计入，只计工作日。', fromSession: '会前、会中的提问从会期当日（取消的，从取消之日）起逐日计算；当日不计入，只计工作日。',
    },
    marks: { replyDue: '应答复日', extended: '延期后的应答复日', finalDue: '最迟答复日', between: '、' },
    basis: '依据', rules: '3个工作日内以单位名义答复；确需延长办理时限的，3个工作日内在网上作出说明；最长办理时限不得超过10个工作日。受理当日不计入，自下一日开始计算（民法典第二百零一条）；工作日以国务院办公厅节假日安排通知为准。',
    registeredOn: '受理日', calendar: '节假日安排版本', policy: '时限规定版本', notDecided: '尚未确定',
    acts: {
      title: '您可以', rating: '您的评价：', readings: '看看谁看过我的联系方式', noReadings: '没有人看过', readingsOf: (times) => `看过${times}次`, objection: '提出异议', until: (when) => `截至${when}`, objectionOver: '已提出，或者期限已过',
      rate: '评价答复', over: '期限已过', ask: '追问', askOf: (left, until) => `还可追问${left}次，截至${until}`, noMoreAsking: '不能再追问', withdraw: '撤回留言',
    },
  },
  en: {
    home: 'Home', board: 'Citizens’ board', here: 'Message', own: 'You are looking at your own message.', leave: 'Sign out', deadline: 'Time limit', reckoning: 'How this date was worked out', dayByDay: 'Day by day up to the last possible day',
    concealed: { shown: '', private: 'The content of this message is not public. ', held: 'The content of this message is being reviewed and is not public meanwhile; it is being handled as usual, and its time limit runs. ', 'taken-down': 'The content of this message has been taken down and is no longer public. ' },
    writerMay: 'Its writer can ', query: 'open it', writerMayEnd: ' with the message number and the tracking code.', text: 'The message', withdrawn: 'The writer has withdrawn it; the content is no longer public.', noText: '(no text)',
    number: 'Message number', unit: 'Responsible unit', undecided: 'Being decided', coUnits: 'Assisting units', firstAsked: 'Unit asked first', between: ', ', channel: 'Came through', registered: 'Registered',
    notices: 'Extension notice', newDueOn: 'Reply expected by ', publishedAt: 'Published ', correctedAt: '; corrected ', interim: 'Interim replies (do not count as a reply)', replies: 'Reply', renewed: 'Reply after second handling',
    inReview: 'The responsible unit has submitted its reply. It is in review and will be shown here once published.', notAnswered: 'Not answered yet.', result: 'Outcome: ', supplement: 'Supplement',
    promisedBy: 'Promised by ', promised: ': ', keptAt: ' (what was done was published ', kept: ')', notKept: ' (what was done has not been published yet)',
    followUps: 'Follow-up questions', followsUp: 'This follows up ', merged: 'Handled together', mergedWith: (count) => `This message and the following ${count === 1 ? 'one are' : 'ones are'} about the same matter and are handled together; each keeps its own number and time limit and gets its own reply.`,
    timeline: 'What has happened', isMine: 'I wrote this', attachments: 'Attachments', attached: 'Attachments:', ownOnly: ', not public, visible to you alone', separator: ', ',
    decisions: 'Decisions', ruled: 'Not accepted: ', renewal: (unit) => `Second handling by ${unit}`, noRenewal: 'No second handling', transfer: (to) => `Transferred to ${to}`, upheld: 'Objection upheld', rejected: 'Objection rejected', replyBy: 'Reply due by ',
    receiptAt: 'Receipt issued ', receipt: ', number ', decidedAt: 'Decided by the information office ', lifted: 'On review this ruling was lifted and handling resumed.', guidance: 'What you can do:',
    objection: { you: 'If you do not agree you can, ', writer: 'A writer who does not agree can, ', disagree: '', until: 'until ', included: ' (that day included), ', object: 'object once', withCode: 'with the message number and the tracking code, ', reviewed: '; somebody other than who ruled will review it.' },
    table: {
      date: 'Date', weekday: 'Day', how: 'How it counts', unknown: 'The holidays of that year are not on record; the days cannot be explained.', fromRegistration: 'Counted day by day from registration; the day itself does not count, and only working days do.',
      fromDayZero: 'Counted day by day from the day counting starts; that day does not count, and only working days do.', fromSession: 'Questions asked before or during a session are counted from its day (if cancelled, from the day of that); that day does not count, and only working days do.',
    },
    marks: { replyDue: 'reply due', extended: 'due after extension', finalDue: 'last possible day', between: ', ' },
    basis: 'The rule', rules: 'A reply in the unit’s own name within 3 working days; where more time is needed, an explanation online within those 3 working days; never more than 10 working days. The day of registration does not count (Civil Code, article 201); working days are those of the State Council’s holiday notices.',
    registeredOn: 'Registered', calendar: 'Holiday calendar', policy: 'Version of the rule', notDecided: 'not decided yet',
    acts: {
      title: 'You can', rating: 'Your rating: ', readings: 'See who has read my contact details', noReadings: 'nobody has', readingsOf: (times) => `read ${times} ${times === 1 ? 'time' : 'times'}`, objection: 'Object', until: (when) => `until ${when}`, objectionOver: 'done already, or too late',
      rate: 'Rate the reply', over: 'too late', ask: 'Ask a follow-up question', askOf: (left, until) => `${left} more, until ${until}`, noMoreAsking: 'no more possible', withdraw: 'Withdraw the message',
    },
  },
};
