/** Words of what may not stand in public unseen, of 2026-11. Data: a city adds its own by a release. */
const alternatives = (text: string): string => text.trim().split(/\s+/u).join('|');

/** What is offered for money, and hardly ever asked of a government. */
export const offers = alternatives(`
代开发票 开发票 办证 刻章 代办证件 高仿 精仿 A货 无抵押 免抵押 秒批 秒到账 当天放款 当日放款 快速放款 极速放款 信用贷 小额贷款 贷款 套现 刷单 兼职 日结 日赚 月入 轻松赚 稳赚 躺赚 高薪 招聘 诚聘 急招 招商加盟 加盟 代理 诚招 批发 厂家直销
特价 优惠 打折 折扣 促销 限时 抢购 秒杀 包邮 免费领取 免费试用 开业大酬宾 酬宾 有礼 包过 代考 替考 助考 代写 论文 保过 提分 学历提升 博彩 彩票 六合彩 时时彩 赌场 棋牌 投注 下注 外围 约炮 上门服务 私密 丰胸 壮阳 减肥 祛斑 增高 祖传秘方 根治 包治
私家侦探 定位找人 查开房 清债 讨债 出售 转让 低价 收购 回收 疏通管道 开锁 搬家 装修 团购 理财 投资 炒股 荐股 牛股 内幕 收益率 年化 返利 佣金 拉新 推广 引流 涨粉 投票 加粉 SEO 建站
`);
export const invitations = alternatives(`
加微信 加微 加V 加v 加Q 加q 微信号 QQ号 扣扣 扫码 二维码 进群 入群 咨询热线 订购热线 招商热线 报名热线 点击链接 点击 下载APP 注册送 私信 私聊 详询 电联 欢迎来电 欢迎咨询 联系我 联系人 来电 客服 薇信 威信 vx VX
`);
/** What turns an offer into a matter: somebody complains of it, or asks about it. */
export const matters = alternatives(`
举报 投诉 反映 请求 恳请 请问 希望 建议 查处 取缔 被骗 诈骗 上当 欺骗 维权 曝光 监管 整治 处理 解决 为什么 为何 怎么 怎样 如何 什么时候 是否 能不能 可不可以 有没有 哪里 领导 政府 书记 市长 县长 部门 执法 城管 物业 小区 业主 村民 居民 学校 医院 政策
`);

/** 辱骂 */
export const insults = alternatives(`
傻逼 傻B 傻b 煞笔 沙比 傻叉 傻屌 操你 草你 艹你 日你 干你娘 干你妈 你妈逼 妈逼 妈了个逼 你妈的逼 尼玛 草泥马 操蛋 狗日 狗娘养 狗杂种 狗东西 狗官 杂种 婊子 贱人 贱货 王八蛋 王八羔子 龟孙 龟儿子 畜生 畜牲 人渣 败类 去死 不得好死 死全家 断子绝孙 祖宗十八代 脑残 弱智 白痴 蠢货 蠢猪 废物 吃屎 吃干饭 屁用 放屁 滚蛋 混蛋 贪官污吏 土匪
`);
/** Each alone is too much; of the weaker ones among {@link insults} it takes three. */
export const gross = alternatives(`
傻逼 傻B 傻b 煞笔 傻屌 操你 草你妈 艹你 日你妈 日你娘 干你娘 干你妈 你妈逼 妈逼 你妈的逼 草泥马 狗日的 狗娘养 狗杂种 杂种 婊子 王八羔子 死全家 断子绝孙 祖宗十八代 弄死你 杀了你 砍死你 杀你全家
`);

/** 未成年人 */
export const minors = alternatives(`
儿子 女儿 孩子 小孩 小孩子 娃娃 娃 孙子 孙女 外孙 外孙女 侄子 侄女 弟弟 妹妹 男孩 女孩 男童 女童 幼女 幼儿 幼童 婴儿 宝宝 小朋友 未成年人 未成年 学生 中学生 小学生 同学
`);
/** What may not be told of a child whom people around know. */
export const injuries = alternatives(`
猥亵 性侵 强奸 强暴 性骚扰 虐待 虐童 体罚 殴打 暴打 毒打 被打 打伤 打骂 扇耳光 耳光 霸凌 欺凌 校园暴力 侮辱 辱骂 孤立 拐卖 拐骗 失踪 走失 溺水 溺亡 坠楼 跳楼 自杀 自残 轻生 割腕 身亡 死亡 受伤 骨折 烫伤 烧伤 中毒 抑郁 自闭 辍学 退学 开除 劝退 怀孕 离家出走 打架 犯罪 吸毒 网瘾
`);

/** 疾病与健康 */
export const illnesses = alternatives(`
癌 癌症 肿瘤 白血病 尿毒症 透析 化疗 放疗 艾滋 艾滋病 HIV 梅毒 性病 乙肝 丙肝 肝硬化 肺结核 结核病 精神病 精神分裂 精神障碍 精神疾病 抑郁症 焦虑症 躁郁 自闭症 孤独症 癫痫 脑瘫 脑梗 脑出血 脑溢血 中风 偏瘫 瘫痪 截瘫 植物人 截肢 糖尿病 心脏病 冠心病 心梗 肾衰 肾病 肝病 尘肺 矽肺 红斑狼疮 强直性脊柱炎 渐冻症 帕金森 老年痴呆 阿尔茨海默 流产 不孕 不育 早产 畸形 重病 大病 绝症 病危 重症 残疾 伤残 失明 聋哑 智障 智力障碍 骨折 新冠 确诊
`);
/** Whose illness it is. */
export const relatives = alternatives(`
我 本人 自己 母亲 父亲 妈妈 爸爸 我妈 我爸 老母亲 老父亲 妻子 丈夫 老公 老婆 爱人 配偶 儿子 女儿 孩子 小孩 奶奶 爷爷 外公 外婆 岳父 岳母 公公 婆婆 弟弟 妹妹 哥哥 姐姐 患者 病人 家属 家人 家中 家里
`);

/** What somebody is called by, before or behind the name. */
export const callings = alternatives(`
书记 支书 村支书 村主任 主任 村长 组长 队长 会计 所长 局长 副局长 镇长 副镇长 乡长 县长 区长 科长 处长 站长 院长 校长 园长 班主任 老师 教师 教练 医生 大夫 护士 法官 警官 民警 警察 辅警 城管 干部 经理 总经理 董事长 法人 法人代表 法定代表人 老板 老板娘 包工头 房东 邻居 同事 保安 司机 业主 店主 村民 居民 本人叫 名叫 叫做 一个叫 男子 女子 嫌疑人 受害人 当事人 信访人 投诉人 举报人 负责人 患者 死者 伤者
`);
