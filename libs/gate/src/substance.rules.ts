import { residueOf, type Sentence } from './clauses.js';

/**
 * What a sentence of a reply gives to whom it is written: `substance` is an outcome, a finding, a reason, a rule, a date or a way; `named` an office without the way to it;
 * `away` sends elsewhere without naming anybody; `empty` greets, thanks, receives, passes on, promises or names the matter again.
 */
export type SentenceKind = 'substance' | 'named' | 'away' | 'empty';

const any = (...sources: string[]): RegExp => new RegExp(sources.join('|'), 'u');

// What has been done, said of the matter. 要求, 尽快 and their like make an order or a hope of it.
const results = [
  '修复|修好|修缮|维修|抢修|检修|更换|换新|完工|竣工|办妥|拨付|发放|到账|打入|付清|支付|退还|退款|退费|返还|补发|安装|加装|增设|设置|设立|开通|通车|通水|通电|通气|恢复|清理|清除|清运|清掏|拆除|拆完|取缔',
  '查封|关停|停产|停业|停工|搬迁|搬离|迁移|处罚|罚款|立案|批评|辞退|免职|处分|(?:提出|给予|进行)(?:严肃)?批评|制止|劝离|拖离|疏通|平整|硬化|铺设|补种|修剪|补办|核发|注销|纳入(?!.{0,12}(?:台账|日程|督办|重点|清单|考虑|研究|下步|下一步))|开工|动工|施工|招标|中标|公示|批复|审批|立项|验收|投入使用|达成|签订|交付',
  '取消|撤销|调整|延长|缩短|消除|约谈|下达|扣押|侦办|抓获|赔偿|补偿|配备|安置|入住|建成|建好|投用|贴|扣分|拘留|冻结|退出|联系您|与您(?:本人)?(?:取得)?(?:电话)?(?:联系|沟通)|向您(?:当面|电话)?(?:解释|说明)',
].join('|');
// 通过 is the way by which something was done, and an outcome only where it ends the clause or where something has been examined.
const hand = '(?!通过)[修换装拆清补退停铺焊挪移封罚通开关改建种剪锯挖填堵接贴撤搬擦刷扫扶垫掏赔付领劝锁钉]';
const done = any(
  `(?:已|均|都|全部|业已)[^将尽拟待]{0,24}(?:${results})`,
  `(?:${results}|整改|解决|处理|办理)(?:完毕|完成|完|好|妥当)|(?:${results}|整改|解决|联系|上门|走访)了(?!解)`,
  '已(?:经)?(?:得到|予以|全部|基本|彻底|妥善|圆满|有效|及时|帮您|为您)*(?:解决|整改|完成|办结|处理完|处理好|处置完)',
  // One verb of the hand, with its end or at the end: 已修, 已开好, 锯掉了.
  `(?:已经?|都|均)${hand}(?:好|完|掉|上|通|毕|过|妥|了(?!解)|回|走|齐|开|$)|${hand}(?:好|完|掉|上|通|妥|回|走|齐)了(?!解)`,
  '(?:已经?|都|均)(?:获|全票|一致|顺利|正式)?通过(?:了)?(?:$|.{0,16}(?:审查|审核|审议|审定|评审|初审|复审|核准|备案|表决|年检|检测|检验|检查|考核|考试|认定|鉴定|评估|论证|验收|听证))|(?:已经?|都|均)通过.{2,24}(?:解决|办结|缓解|改善|化解)$',
  '得到(?:了)?(?:妥善|有效|圆满|及时|彻底)*(?:处理|解决|处置|整改)|强制执行|责令停|同意撤',
);
const orderOrHope = any('将|要求|责成|争取|力争|尽快|尽早|早日|及早|推动|推进|确保|抓紧|安排|通知|务必|必须|待|一旦|若|希望|争取|正在|督促|督办|会(?!议)|限期');

const settled = any('属实|不实|查无|无此|无误|不在(?!.{0,14}(?:职责|职权|职能|管辖|管理|监管|服务|工作|受理|业务|权限)).{2,12}(?:范围|红线|名单|学区|计划|目录)(?:内|中|之列|$)|确实存在|暂(?:不(?!便|能|清楚)|无(?!法|(?:预算|经费|资金|财力|人手|人力|编制|条件)$)|缓).{2,}|误会|误解|没有(?:此|该|这)|不知情|^(?:没有|是的?|不是|能|不能|可以|不可以|不行|行)$');
const findings = any(
  '并无|未(?:发现|见|接到|查到|收取|取得|办理|列入|纳入(?!.{0,12}(?:台账|日程|督办|重点|清单))|批准|批复|完工|开工|通过|达到|签|移交|启动|出台|经|按|能|规划|违|交|缴|满)|没(?:有(?!.{0,4}(?:结论|结果|定论|消息|进展|答复|回复|办法|下文|眉目))|(?!能|法|办法|收到|关系|关注|时间|精力|答复|回复|联系|及时|有)\\p{Script=Han})|不存在|无(?:需|权|须|法(?!.{0,6}(?:核实|联系|回答|答复|回复|满足|给出|确定|明确|预计|说明)))|符合|合格|超标|达标|超过|违反|违规(?!行为|现象)|违法(?!行为|违规|现象)|违建|合法(?!权益)|有效期|不宜|不具备|不适合|不符|免收|免费|取消',
  '暂不|暂无|暂未|暂缓|尚未|未能|不属于(?!.{0,24}(?:职责|职能|管辖|业务|受理|范围))|不算|不是|不再|不到',
);
const eligibility = any(
  '可以|可(?:凭|持|到|在|向|于|通过|自行|登录|登陆|先|按|申请|领取|享受|报销|报名|退|根据|由|将|以|至|携|直接|暂|迁|办|提)|不可|不能|不得|不予|不行|无需|不需要|不必|需(?:要)?(?:携带|提交|持|带|先|由|经|满|交|缴|凭|到|按)|须|应(?:当)?(?:由|先|按|向|在|于|得|交|缴|为|到)',
  '凭|携带|享受|允许|禁止|免征|归.{1,10}(?:所有|管)|属.{1,20}(?:管辖|管理|所有)|由.{2,20}(?:负责|承担|管理|养护|管辖|出资|实施|核发|制定|决定)|就近|必须|自愿|截止|截至|报名|标准|公告|公示|网站|官网',
);
const reason = any('因(?!此|而|素|地制宜)|由于|原因(?:是|为|在于)|之所以|鉴于|考虑到|为(?:保障|确保|避免|防止|方便)|系.{0,30}(?:所致|造成|引起)|所致');
const law = any('《[^》]{2,60}》|第[一二三四五六七八九十百\\d]+[条款]|[〔\\[(]\\d{4}[〕\\])]|\\d+号(?:文|令|公告|文件)|政策规定|按(?:照)?(?:有关|相关|现有)?规定');
const numbers = any('[\\d一二三四五六七八九十百千万两几]+(?:\\.\\d+)?(?:余|多)?(?:元|万|亿|%|米|公里|平方|亩|户|人|名|台|套|盏|分贝|分钟|小时|吨|栋|号线|路|岁|班|辆|条|棵|级|倍|周岁|期|处|块|盏|张|只|所|座)');
const dates = any(
  '\\d{1,4}年(?:底|内|末|初|前)?|\\d{1,2}月(?:\\d{1,2}[日号])?|[上中下]旬|月底|年底|年内|年前|季度|明年|今年|去年|今晚|[明昨][天日]|后天|本[周月]|下[周月]|周[一二三四五六日]|春节|国庆|节后|汛期|开学|暑假|寒假|(?:\\d+|[一二三四五六七八九十两]+)个?(?:工作日|天|日|周|月|年|小时)(?:之?内|后|以内)',
);
const notHere = any('不再(?:重复|答复|回复|说明)|以.{0,24}为准|(?:多次|已|曾)(?:电话)?(?:答复|回复)(?:过)?(?:您|你)?$|不再赘述');
const replyPromise = any('答复|回复|反馈|回应|告知|联系您|与您联系|解答|登记|提交|提出|反映|来信|留言|收到|收悉|接到|受理|回电');
const stage = any('规划中|设计中|施工中|审批中|招标|立项|公示期|施工(?!单位|时间|时段|方|现场|噪|扰|人员|管理|企业|工地)|开工|竣工|完工|验收|征收|拆迁|侦办|审理|诉讼|编制|立案|选址|建设中|在建|筹建|报批|整改中');

const courtesy = any(
  '^(?:再次|最后|首先|同时|在此|衷心|诚挚|非常|十分|也|并|谨|最后|由衷)*(?:感谢|谢谢|多谢|致谢|祝|欢迎|敬请|恳请|希望|望|尊敬的|亲爱的|特此|专此|此复|深表|给您|对您?.{0,12}(?:带来|造成))',
  '^.{0,24}(?:您好|你好|网友|网民|朋友|同志)$|(?:谅解|理解|感谢|包涵|致歉|歉意)$|^(?:网友|网民|市民)[^已未的]{0,16}$|^“?U+\\d+”?$',
);
const complaint = '(?:反映|反应|提出|提到|提及|咨询|投诉|来信|留言|发帖|帖子|帖文|建议|意见|所述|提交|诉求|举报|信件|来电|询问|求助|贵帖|网帖|来帖|工单)';
const aboutMatter = any(
  `^(?:关于|对于|针对|就|有关|现就|现对|您|你|网友|网民|市民|据|根据|接|收到|接到|接|看到|对).{0,90}${complaint}.{0,90}(?:问题|情况|诉求|事项|事宜|一事|事|一帖|一文|建议|意见|来信|留言|帖子|帖文|信件|来电|后|件)$`,
  `^(?:关于|对于|针对|就|.{0,8}高度重视).{0,90}(?:问题|情况|事项|事宜|一事|诉求|建议|意见)$|^(?:接到|收到|接).{0,60}(?:后|投诉|反映|举报|来信|信件|留言|信息|通知|交办|转办)$`,
  '^现?(?:将|就|作|对).{0,40}(?:回复|答复|如下|说明)(?:如下)?$|^.{0,30}(?:回复|答复|汇报|说明|情况|报告)如下$|^关于.{0,60}(?:回复|答复|情况说明)$',
);
const openingComplaint = any(`^(?:您|你|据您|网友|来信)(?:们)?(?:所|在|来信|信中|于)?.{0,20}${complaint}`);
const boast = any('^(?:近年来|多年来|一直以来|长期以来|近几年|历年来)|^在.{2,30}(?:领导|关心|支持|指导|努力|帮助|重视|关怀|配合)下(?:,|$)');
const receipt = any('(?:收悉|收到|收到了|获悉|知悉|阅悉|已阅|知晓|受理|关注|签收|记录在案|看到)$');

const forwarded = any(
  '(?:已|现)转|(?:转(?!账|让|乘|出院|学|诊|正|为|变|型|速|弯|业|岗|制|化|入|租|售|换|运)|移交|移送|交办|交由|交给|批转|派单|派发|派至|分派|流转|下派|抄送|推送|同步(?:至|到|给)|转达|转告).{0,60}$',
  '(?:已|将|现).{0,6}交(?!费|纳|付|通|警|易|界|叉|汇|房)(?:由|给|至)?.{2,40}$',
  '(?:呈|报|请|送).{0,10}(?:领导|局长|书记|主任|上级).{0,8}(?:阅|示|批|审)',
  '(?:问题|情况|建议|意见|诉求|来信|留言|反映|件|此事|事项).{0,20}(?:上报|呈报|报送|报告|汇报|通报|反馈|反映|传达|函告|发函)|(?:向|给|至).{0,20}(?:领导|上级|主管部门|有关部门|相关部门|有关单位|相关单位).{0,10}(?:上报|报告|汇报|反馈|反映)',
  '(?:已经?|都|均)通过.{1,20}(?:向|给).{1,20}(?:上报|报告|汇报|通报|反馈|反映|转达)$',
);
const contactAsked = any('(?:请|望|烦请|建议|需要)(?:您|你)?.{0,12}(?:提供|留下|补充|完善|告知|说明).{0,30}(?:联系|信息|资料|材料|地址|电话|线索|情况|内容|证据|方便)');
const promised = any('将|会(?!议|计)|要(?!求)|争取|力争|努力|继续|下一步|下步|今后|进一步|加大|加强|坚决|确保|保证');

const telephone = '(?<!\\d)(?:\\d{3,4}[-—–_－]{1,3}\\d{3,8}|1[3-9]\\d{9}|12\\d{3}|9[56]\\d{3,4}|[2-8]\\d{6,7}|0\\d{9,11})(?!\\d)';
const way = any(telephone, '(?:https?:|www\\.)|公众号|APP|app|小程序|官网|(?<!详细)地址(?:为|在|:)|服务大厅|政务大厅|政务服务中心|\\d+号窗口|[路街道]\\d+号|持.{2,40}到|[带凭拿].{2,40}(?:到|去|在|至)|到.{2,30}(?:办理|报销|领取|申领|申请|补办|登记)');
const anyTelephone = any(telephone);
const courteousContact = any('^(?:如|若)(?:果|您|你|还|有|需|仍|对|再|存).{0,40}|^(?:欢迎|随时|有(?:任何|其他|其它|什么)|您(?:也|还)?可(?:以)?随时)|疑问|不明|意见和建议|进一步了解');
const elsewhere = any(
  '(?:请|建议|可|须|需|应|只能|麻烦|最好).{0,16}(?:咨询|联系|反映|反馈|询问|投诉|举报|寻求|找|自行|致电|拨打|走|通过|参照|参考|查看|参见|登录|登陆|前往|到|去).{0,60}',
  '(?:咨询|联系|找|向).{1,30}(?:部门|单位|机构|窗口)',
  '(?:问|找|请教|打听).{0,8}(?:别人|他人|其他人|别处|别家|人家)',
);
const refusal = any('不(?:归|属于|属|在|是).{0,24}(?:职责|职权|职能|管辖|业务|受理|范围|管|权限|负责)|与我.{0,8}无关|无权(?:处理|管|答复|回复|干涉|过问)|不知道|不清楚|不了解|不掌握|无法(?:回答|答复|回复|解答|办理|处理)|不便(?:答复|回复|回答)|无可奉告|说了不算|没(?:有)?办法|无能为力|爱莫能助|做不了主|上(?:面|头|级)[还尚也暂]?没(?:有)?(?:文件|政策|通知|规定|精神|说法)');
const office = /(?:向|到|去|请|询|系|找|由|与|和|属|归|至|电)?([\p{L}\p{N}]{1,24}?(?:局|委|厅|办|院|所|处|科|股|队|会|政府|街道|居|社区|物业|银行|学校|公司|中心|热线|窗口|部门|站|联|部|平台|机构|管委会|校))(?=$|[^\p{L}]|反映|反馈|咨询|投诉|举报|联系|询问|申请|沟通|办理|提出|了解|申报|处理|协调|和|或|及|的|为|告知|负责|直接|查询|进行|登记|报名|负|管|所|建议|解决)/gu;

// 有关部门 is nobody, and neither is 当地政府; 教育局 is somebody.
const generic = /^(?:请|您|你|的|再|直接|可以?|到|去|向|有关|相关|当地|本地|属地|所在地?|户籍|上级|下级|上一级|其他|其它|主管|职能|业务|各级?|对口|对应|相应|承办|责任|具体|专业|正规|法律|司法|官方|我们|我|政府|人民|网络|工作|一线|现场|线下)+/u;
const beforeName = /^.*(?:咨询|联系|反映|反馈|询问|投诉|举报|寻求|致电|拨打|沟通|建议|您|向|到|去|找)(?=.{2})/u;
const namesOffice = (sentence: string): boolean =>
  [...sentence.matchAll(office)].some(([, name]) => /^.{1,23}(?:[局委厅办院所处科股队会居部]|社区|物业|银行|学校|公司|中心|热线|站|联)$|^.{2,23}(?:政府|街道|部门|窗口|平台|机构)$/u.test(name!.replace(beforeName, '').replace(generic, '')));
// What an office says of its own zeal or want; what it found out of others, and what is wanting with a reason, is a finding.
const excuse = any(
  '^(?:我|本|咱|对|您|你|也|从|一直|始终|绝|并|请|这|此|都|没|未|不).{0,24}?(?:没有?|未|从不|不会|不敢)(?:曾|敢|有|会)?(?:丝毫|一刻|任何)*(?:忘|忽视|忽略|轻视|无视|漠视|放松|松懈|懈怠|怠慢|拖(?:延|沓|拉|着)|推(?:诿|脱|卸|托)|敷衍|置之|不管|不理|不顾|坐视|闲着|偷懒|搁置|回避|停(?:下|歇)|放弃努力)',
  '^.{0,10}?(?:没有?|暂?无|缺乏?|缺少)(?:多余|足够|相应|相关|专项|专门|这个|这笔|这项|此项|该项|的)*(?:预算|钱|经费|资金|财力|人手|人力|人员|编制|条件|能力|空|时间|精力)$',
  '^(?:没|未).{0,2}(?:忘|忽视|忽略)',
);

/** Of one clause, whatever stands around it. */
function saysSomething(clause: string, { vague, promises, short }: { vague: boolean; promises: boolean; short: boolean }): boolean {
  if (aboutMatter.test(clause) && !settled.test(clause)) return false;
  if (settled.test(clause)) return true;
  if (done.test(clause) && !orderOrHope.test(clause)) return true;
  if (courtesy.test(clause) || receipt.test(clause) || contactAsked.test(clause)) return false;
  if (forwarded.test(clause) && !stage.test(clause)) return false;
  if (refusal.test(clause) || notHere.test(clause) || (excuse.test(clause) && !reason.test(clause))) return false;
  const rest = residueOf(clause).length;
  if (dates.test(clause) && !replyPromise.test(clause) && (rest >= 2 || /解决|整改|完成|处理|办结|结束/u.test(clause))) return true;
  if (law.test(clause) && rest >= 2) return true;
  if (reason.test(clause) && rest >= 3) return true;
  if (stage.test(clause) && rest >= 1) return true;
  if ((findings.test(clause) || eligibility.test(clause)) && rest >= 2) return true;
  if (numbers.test(clause) && rest >= 2 && !replyPromise.test(clause)) return true;
  if (vague) return openingComplaint.test(clause) && saysWhatBecame(clause);
  return rest >= (promises ? 6 : /[^为除]了/u.test(clause) || short ? 2 : 3);
}

/** 您反映的…已…: after it stands what became of it, unless that is again nothing. */
function saysWhatBecame(clause: string): boolean {
  const became = /(?:已经?|业已)(?!将|由|向|对)(.{2,40})$/u.exec(clause)?.[1];
  return became !== undefined && !orderOrHope.test(became) && !promised.test(became) && residueOf(became).length >= 3;
}

export function kindOf({ text, clauses }: Sentence): SentenceKind {
  if (isSignature(text)) return 'empty';
  const sendsElsewhere = elsewhere.test(text) && !done.test(text);
  if (way.test(text) && (sendsElsewhere || anyTelephone.test(text))) return courteousContact.test(text) && !namesOffice(text) ? 'empty' : 'substance';
  const vague = openingComplaint.test(text) || boast.test(text);
  let promises = false;
  const speaking = clauses.some((clause) => {
    promises ||= promised.test(clause);
    return saysSomething(clause, { vague, promises, short: text.length <= 6 }) && !(sendsElsewhere && elsewhere.test(clause));
  });
  if (speaking) return 'substance';
  if (sendsElsewhere && namesOffice(text) && !notHere.test(text)) return 'named';
  if (sendsElsewhere || refusal.test(text)) return 'away';
  return 'empty';
}

/** The unit's own name, and a date, at the foot. */
function isSignature(sentence: string): boolean {
  const name = sentence.replace(/^[\d年月日./-]+|[\d年月日./-]+$/gu, '');
  return name.length <= 24 && !/\d[年月日号]|[,归由是在为到搬见去请已未可不有了着过能须把被]/u.test(name) && (name.length <= 2 || /(?:局|委|办|办公室|政府|街道|公司|中心|支队|大队|部|院|校|所|站|处|镇|乡|区|县|市|会)$/u.test(name));
}
