import { pairsOf, unitsOf } from './words.rules.js';
import { rarityOf, type Frequencies } from './vector.rules.js';

/** A city that has counted nothing yet is taken to have counted so many messages, when phrases are chosen… */
const priorMessages = 300;
/** …and each everyday term to have stood in so many of them. */
const everydayCount = 45;

/** How people address an authority, join sentences and say that something is wrong, whatever it is. Nothing here names a matter. */
const everyday = `
  尊敬的领导 您好 你好 书记 市长 谢谢 感谢 请问 请求 恳请 希望 建议 咨询 投诉 反映 举报 要求 申请 关于 我是 我是一名 本人 我们 他们 你们 大家 自己 我的 给我 我想
  政府 部门 相关部门 有关部门 有关 单位 领导 人员 工作 工作人员 人民 人民政府 国家 政策 规定 管理 办理 处理 解决 回复 答复 电话 通知 重视 监管
  老百姓 百姓 市民 居民 业主 群众 住户 村民 小区 社区 街道 公司 有限公司 开发 开发商 物业 物业公司 房子 房屋 项目 城市 社会 地方 附近 周边 中心
  问题 情况 原因 时间 现在 目前 今年 去年 每天 一天 晚上 多年 一年 几年 年的 个月 月份 之前 当时 至今 时候 什么时候 已经 一直 经常 多次 开始 以后
  为什么 什么 怎么 是否 能否 如何 哪里 可以 能够 不能 无法 不知道 不知 知道 应该 必须 需要 没有 都没有 也没有 还没有 根本 任何 所有 很多 许多 其他
  一个 一下 一些 几个 这个 这个问题 这样 这样的 这种 这些 这么 那么 就是 就是说 都是 还是 也是 不是 是不是 的是 是在 这是 有一 是一 了一 的一
  但是 但 而且 如果 因为 由于 所以 为了 导致 造成 作为 通过 进行 存在 发现 看到 得到 得不到 属于 成了 到了 只有 只能 左右 基本 具体 非常 特别 十分
  严重 严重影响 影响 生活 正常 正常生活 环境 安全 安全隐患 隐患 方便 不便 合理 不合理 合法 违法 违规 行为 生命 财产 权益
  人的 们的 的人 的问题 的情况 的生活 的工作 的时候 市的 区的 县的 民的 大的 样的 主的 都不 也不 也没 还有 不到 再次 三个`;

const everydayTerms: ReadonlySet<string> = new Set(everyday.trim().split(/\s+/).flatMap((words) => pairsOf(unitsOf(words))));

/**
 * Rarity where a phrase is to be shown to people as what others have in common: there, everyday terms are common from the first day.
 * To find out which messages are alike, they are weighed by what was counted alone.
 */
export const tellingRarityOf = (term: string, { messages, of }: Frequencies): number =>
  rarityOf(term, { messages, of: () => of(term) + (everydayTerms.has(term) ? everydayCount : 0) }, priorMessages);
