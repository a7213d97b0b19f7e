import { residueOf } from './clauses.js';

/** The surnames of some 95 of 100 people, compound ones first (公安部户政管理局, 2020). */
const surname =
  '(?:欧阳|上官|司马|诸葛|夏侯|皇甫|尉迟|公孙|慕容|司徒|令狐|[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向汤温康施文牛樊葛邢齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌季裴霍涂苗谷盛曲翁冉骆蓝路游辛靳柴蒙鲍华喻祁蒲滕屈饶牟艾尤阳穆农司卓古吉缪简芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏瞿桂全佟臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩佘麻苑迟邝])';
/** A name as it is written out: 张某, 李某某 and 王×× are no names. */
const given = '(?![某×xX*＊])\\p{Script=Han}{1,2}';
const fullName = `${surname}${given}`;

const salutation = new RegExp(`^(?:尊敬的|亲爱的|网友|市民|来信人)?[“"]?(${fullName}|${surname})[”"]?(先生|女士|同志|小姐|老师|老人家)[,:,，：您你!！]`, 'u');
/** 信访人黄某某 aside, who is called by what he is to the matter and then by name. */
const person = new RegExp(
  `(?:信访人|投诉人|举报人|反映人|当事人|申请人|患者|死者|伤者|病人|学生|同学|村民|居民|户主|房主|业主|店主|车主|老板|经营者|负责人|嫌疑人|其(?:父|母|妻|夫|子|女|兄|弟|姐|妹)(?:亲)?|(?:父亲|母亲|妻子|丈夫|儿子|女儿|孩子|爷爷|奶奶))(?:为|是|叫|系|名叫)?(${surname}\\p{Script=Han}{2}|${surname}${given})(?=[,，。、;；(（的与和在系因于已将等称]|$)`,
  'u',
);
const notNames = /某|[×xX*＊]|^(?:全体|全部|因为|由于|和谐|应当|时间|关于|明确|单位|安全|管理|成立|向|于|解决|查|任何)|(?:投诉|反映|举报|申请|要求|表示|认为|需要|可以|应当|管理|单位|部门|公司|小区)/u;
const signature = new RegExp(`(?:^|[\\n。！!]|\\s{2,})\\s*((?:局长|主任|书记|镇长|乡长|县长|区长|市长|科长|院长|校长|经办人|承办人|答复人|回复人|签发人|网管员)[:：\\s]*)?(${fullName})\\s*(?:\\d{4}[年./-]\\d{1,2}[月./-]\\d{1,2}日?)?\\s*$`, 'u');

/** Whoever is addressed by name. */
export const salutationIn = (text: string): string | null => salutation.exec(text.trimStart())?.[0] ?? null;

/** Who is named beside what he is to the matter. */
export function personIn(text: string): string | null {
  const found = person.exec(text);
  return found && !notNames.test(found[1]!) && !commonWords.test(found[1]!) ? found[0] : null;
}

/** A person's name at the foot, where a unit's stands. */
export function personalSignatureIn(text: string): string | null {
  const found = signature.exec(text.trimEnd());
  if (!found || notNames.test(found[2]!)) return null;
  return found[1] !== undefined || residueOf(found[2]!).length >= 2 ? found[2]! : null;
}

const nameHere = new RegExp(`[:：]?(${surname}\\p{Script=Han}{1,2})(?=[,，。、;；:：（(\\s]|的|与|在|系|于|已|将|等|等人|称|说|把|对|向|跟|家|说|找|从|给|私|以|侵|霸|占|拖欠|贪|挪|打|骂|殴|辱|收|强|欺|违|涉|伙同|滥|包庇|指使|带|要求|拿|克扣|勒索|敲诈|组织|威胁|骗|被|拒|故意|擅自|长期|多次|曾|利用|和|及|以权|不|没有|$)`, 'uy');
/** A name that stands at this place of a text. */
export function nameAfter(text: string, at: number): string | null {
  nameHere.lastIndex = at;
  const name = nameHere.exec(text)?.[1];
  return name === undefined || notNames.test(name) || commonWords.test(name) ? null : name;
}
/** Words that begin like a name. */
const commonWords = new RegExp(
  `^(?:${'方面 方便 方式 方案 方法 方来 高度 高层 高速 高中 高考 高质量 高高 白天 江边 石头 马上 马路 黄色 金融 金额 钱款 文件 文明 文化 武装 万元 段时间 路边 路上 龙头 温泉 毛病 计划 凌晨 季度 尚未 包括 田地 江苏 江西 常常 康复 卓越 卫生 党员 宫外 全部 甘愿 严重 严格 严查 阳光 师傅 师班 权利 左右 左边 游行 游戏 简单 车主 施工 牛肉 尤其 习惯 麻烦 申请 申报 申诉 符合 成立 甚至 舒服 纪律 纪委 时候 项目 应该 向上 查处 何时 何况 何在 何去 任何 任务 任意 任期 程度 程序 余款 余额 周边 周围 周末 林业 林地 许多 许可 曾经 曾多 夏天 夏季 范围 陆续 顾客 商铺 商议 商量 付费 付款 费用 宁静 陈述 孙子 孙女 农民 邓小平 毛主席 习近平 雷锋'
    .split(' ').join('|')})|(?:老师|先生|女士|总|某)等?$`,
  'u',
);
