/** 用语: beginnings that have to be finished. What stands in 〔〕 is to be filled in before a paper can be submitted. */
export const phrases: readonly { title: string; words: string }[] = [
  { title: '查看情况', words: '收到您的留言后，我单位于〔日期〕到〔地点〕现场查看，情况是：〔查明的事实〕。' },
  { title: '已经办成', words: '〔事项〕已于〔日期〕办结：〔做了什么，现在怎样〕。' },
  { title: '何时办成', words: '因〔原因〕，〔事项〕将于〔日期〕前完成，由〔科室及办公电话〕负责。' },
  { title: '政策解答', words: '根据〔文件名称及文号〕第〔条款〕的规定，〔规定内容〕。您的情况〔如何适用〕。' },
  { title: '办理途径', words: '您可携带〔材料〕到〔地点〕办理，工作日〔时间〕，咨询电话〔办公电话〕。' },
  { title: '不能办到', words: '您提出的〔事项〕目前不能办理，原因是〔依据和理由〕。您可以〔其他途径〕。' },
];
