/** What a message is in the monthly files: its field, what it holds, and whether a table has it too. */
export interface FieldWords {
  name: string;
  zh: string;
  isInTable: boolean;
}

const field = (name: string, zh: string, isInTable = true): FieldWords => ({ name, zh, isInTable });

export const fieldWords: readonly FieldWords[] = [
  field('number', '受理编号，永久不变'),
  field('url', '留言页面的地址'),
  field('visibility', '是否公开：public 公开，private 不公开。不公开的留言没有标题、内容、来源、答复和延期说明'),
  field('title', '标题，个人信息已隐去'),
  field('text', '留言内容，个人信息已隐去'),
  field('kind', '类别的代码，见下方代码表；没有类别的为空'),
  field('channel', '来源的代码，见下方代码表'),
  field('unitCode', '承办单位代码；尚未确定的为空'),
  field('unitName', '承办单位名称'),
  field('registeredAt', '受理登记时间，北京时间（RFC 3339）'),
  field('replyDueOn', '应答复日：受理后3个工作日'),
  field('dueOn', '现行答复期限：说明延期的，为延期后的日期'),
  field('finalDueOn', '最迟答复日：受理后10个工作日'),
  field('ending', '办结方式的代码，见下方代码表；尚未办结的为 open'),
  field('endedAt', '不以答复办结的，办结时间'),
  field('answeredAt', '答复公布时间'),
  field('answeredInTime', '是否按时公布：true 按时，false 超期；未答复的为空'),
  field('historical', '是否历史留言：true 为平台启用前的留言，由原系统迁入，不计入统计'),
  field('replies', '已公布的答复：单位、内容、提交和公布时间、更正时间、办理结果、承诺、补充。表格中为最后一份正式答复的内容（reply）和单位（replyUnit）', false),
  field('reply', '最后一份正式答复的内容'),
  field('replyUnit', '最后一份正式答复的单位'),
  field('extensionNotices', '延期说明：单位、理由、新的答复日期、提交和公布时间', false),
  field('attachments', '留言的附件：名称、媒体类型、字节数和地址；未公开的不列', false),
  field('decisions', '市政府信息办对留言的决定：不予受理及其异议、转送、二次办理，各有时间和理由', false),
  field('rating', '留言人对答复的评价的代码，见下方代码表；没有评价的为空'),
  field('updatedAt', '公开内容最近一次变动的时间'),
];
