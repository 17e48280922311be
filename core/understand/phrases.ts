const said = (phrases: string): readonly string[] => phrases.trim().split(/\s+/);

/**
 * Loose phrases by which people call a command when they speak to the bot, keyed by the command's neutral name.
 * Plain data, no patterns; `…` stands for up to eight characters. The commands' own words need not be repeated here.
 */
export const PHRASES: Readonly<Record<string, readonly string[]>> = {
  ticket_status: said(`
    到哪一步 到哪步了 到哪了 到谁手里 在谁手里 谁在办 谁在管 办得怎么样 办的怎么样 办到哪 处理到哪 处理得怎么样
    进展 进度 有消息吗 有结果吗 有回音 什么情况了 啥情况了 查一下 查查 查下 查查询 看看单子 看一下 怎么样了
    咋样了 办好了吗 办完没 办了没 解决没 有信儿没
  `),
  my_tickets: said(`
    我报过 俺报过 我报的 俺报的 我提过 我提的 我反映过 我反映的 我交的 我发起的 我都报过 我报了哪些 我有哪些单
    我有几个单 我的单 俺的单 我那些单 我们报的 我们报过 我们厂报 我们公司报 我名下 我的问题有哪些 我的诉求
    报过的都有哪些 报过…哪些
  `),
  list_dept: said(`
    手上…哪些 手头…哪些 手上…几个 手头…几个 局里…哪些 局…还有哪些 局…在办 局…没办 办…在办 部门…在办
    单位…在办 有哪些没办 还有哪些没办 还有几个没办 哪些没签收 没签收的 未签收的 待签收 待办 在办的 未办结
    没办完的 清单 列一下 列出来 列表 都有哪些单 有哪些单 手里的单 欠着哪些
  `),
  claim: said(`
    接单 接了 我接 我们接 我来接 我来办 我来处理 我们来办 我们来处理 认领 收下了 揽下 这单归我 归我们办
    我们局接 接下
  `),
  contact: said(`
    已联系 联系上了 联系过了 联系了 打过电话 电话打过 通过电话 跟企业对接 对接上了 对接过了 见过面 上门看过
    到现场看过 去过现场
  `),
  verify: said('核实过了 核实了 核实清楚 情况属实'),
  reply: said('回一下 回个话 捎个话 带个话 跟他说 跟企业说 告诉他 告诉企业 转告'),
  answer: said('正式答复 答复意见 答复如下'),
  transfer: said('转给 转到 转去 转交 移交 移给 交给 改派 派错了…给 不归我们…给 应该归 该归 该是 推给 划给 转派'),
  return: said(`
    退回 打回 退回去 退了吧 不归我们 不归我局 不是我们的 不是我局 不属于我 不该我们 派错了 派错单 不在我们职责
    我们管不了
  `),
  extend: said('宽限 延长 延到 延后 推迟 多给 再给…天 缓几天 缓两天 缓一缓 往后推 顺延 展期 晚几天 来不及'),
  add_cohandler: said('一起办 一块办 一块儿办 一起处理 一块处理 配合一下 也参与 拉上 加上…局 加…一起 会办 联合办 搭把手'),
  suspend: said('先挂 挂起 挂上 暂时办不了 列入计划 先搁置 搁一搁 暂缓办理'),
  wait: said('等企业补 让企业补 等他们补 等对方补 等企业提供 等企业材料'),
  resume: said('取消挂账 解除挂账 恢复办理 继续办 接着办 重新启动 解挂 销挂'),
  close: said(`
    办好了 办完了 办妥 办利索 解决了 搞定 处理完 处理好了 完事了 弄好了 修好了 结了 可以结 结掉 结单 关单
    关了 销了 销号 销掉 办结
  `),
  reopen: said(`
    重新打开 再打开 重新办 又犯了 又坏了 又停了 又出问题 没解决 没有解决 没办好 没弄好 没修好 还是不行
    还是老样子 返工 重办
  `),
  rate: said(`
    打分 打个分 给个评价 评一下 给好评 给差评 好评 差评 五星 五颗星 满意 三项都 服务态度 办理质量 办理效果
    点个赞
  `),
  withdraw: said(`
    撤了吧 撤掉 撤下来 撤销 撤单 不用办了 不用管了 不用了 不办了 不报了 作废 取消吧 取消这 报错了 当我没说
    算了不办
  `),
  supplement: said('补一句 补个 补充一下 补充说明 再补 更正一下 更正 改一下…写错 还要说 再说一点'),
  stats: said(`
    多少件 多少单 几件 几单 数据 统计 汇总 收了多少 办了多少 办结率 满意率 响应率 解决率 签收率 平均多久
    平均用时
  `),
  board: said('总体情况 整体情况 总的情况 总体怎么样 全区情况 全局 现在怎么样 大盘 运行情况 一共多少在办 多少在办'),
  overdue_list: said(`
    哪些超期 哪些超时 谁超期 谁超时 超期的 超时的 超期了 超时了 过期的单 逾期 到期没办 快到期 红牌 黄牌
    拖得最久 拖最久 压得最久
  `),
  ranking: said(`
    谁最快 谁最慢 哪个局最快 哪个局最慢 哪个部门最快 哪个部门最慢 哪家最快 哪家最慢 排个名 排第几 排行 名次
    前几名 倒数 垫底 比一比 评比
  `),
  commissioner_list: said(`
    特派员是 特派员有 特派员都 特派员名单 哪个特派员 哪位特派员 谁是…特派员 特派员 联系人是谁 谁联系我们 谁包
    包联 谁负责联系
  `),
  export: said('导出来 导一份 导成表格 导出成表 发个表格 发成表格 下载台账'),
  urge: said('催一催 催催 催一下 催个 帮忙催 帮我催 催他们 催下 快点办 抓紧办 加急'),
  supervise: said('盯一下 盯着 挂牌督办 重点督办 督一下'),
  open_from: said('立个单 立一单 开个单 建个单 记一单 转成工单 录成工单'),
  dispatch: said('派给 派…给 派到 指派 分给 安排给 交办给'),
  merge: said('合成一个 合到一起 并成一个 并到 并入 是一回事 是同一个'),
  split: said('拆成 分成两 拆开 分开办'),
  bind_code: said('发个码 要个码'),
  appoint: said('任命 设为 授予 免去'),
  roster: said('今天谁值班 谁值班 谁当班 值班的是谁 替班'),
  leave: said('请个假 请天假 请几天假 休几天假'),
  leave_end: said('不请假了 假期取消'),
  directory: said('有哪些单位 有哪些部门 群里都有谁'),
  help: said(`
    怎么用 咋用 怎么使用 使用说明 你会什么 你会啥 你能干 你能做 能干什么 能干啥 有什么功能 有啥功能 有哪些功能
    有哪些指令 说明书 教教我 你是谁 干嘛的 干啥的
  `),
};

/** Commands that change something: a loose phrase calls them only where the sentence leaves no doubt. */
export const CHANGING: ReadonlySet<string> = new Set(
  said(`
    claim contact verify reply answer transfer return extend
    add_cohandler suspend wait resume close reopen rate withdraw
    supplement urge supervise open_from dispatch merge split
    bind_code appoint triage deputy leave leave_end
    approve decline callback shadow
  `),
);

/** Said all day among people: only their exact form calls them, never the same word somewhere in a sentence. */
export const EXACT: ReadonlySet<string> = new Set(said('approve decline callback shadow'));
