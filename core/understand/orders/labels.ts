const said = (labels: string): readonly string[] => labels.trim().split(/\s+/);

/**
 * How buttons, menus and people who write behind a slash shorten a command: 【查看进度】#26, /我的. They count only there, for in a
 * sentence they are everyday words.
 */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  ticket_status: said('查看进度 查进度 办理进度 进度 进度查询 工单查询 查单 查 查询 查看 查看工单 办理情况 状态 详情 工单详情 查看详情'),
  my_tickets: said('我的 我的问题 我的诉求 我的事项 我的反映 我的工单 我的单子 我的上报 我的提交 我提的 我报的 我反映的 我的单'),
  list_dept: said(
    '列表 清单 工单列表 部门列表 单位列表 部门工单 单位工单 本单位 本部门 本单位工单 本部门工单 待办 在办 待办列表 待办事项 在办列表 列单 未办结',
  ),
  claim: said('签收 接单 签收工单 我来签收 确认签收 接收 认领 领单 受理 收单 签单 接'),
  reply: said('回复 答复 回复企业 答复企业 回话 填写答复 我要答复 回'),
  transfer: said('转办 转派 改派 转交 移交 申请转办 转单 转'),
  return: said('退回 退单 退回工单 打回 退件 申请退回 申请退单 退'),
  extend: said('延期 申请延期 延期申请 延时 展期 宽限 延 顺延'),
  add_cohandler: said('协办 加协办 添加协办 请协办 会办 申请协办 协同 协同办理 加办'),
  close: said('办结 销号 结案 结单 确认办结 申请销号 销单 关单 完结 办结销号 结'),
  reopen: said('重办 重开 重新办理 重新打开 申请重办 恢复办理 不满意重办 重启 再办 返工'),
  rate: said('评价 打分 评分 我要评价 去评价 点评 评 满意度评价'),
  stats: said('统计 数据 汇总 统计数据 数据统计 报表 办件统计 查看统计'),
  overdue_list: said('超期 超时 逾期 超期清单 超期单 超期列表 超期工单 超时工单 逾期清单 红牌 红牌清单 超期预警 过期'),
  ranking: said('排行 排名 排行榜 榜单 名次 部门排名 单位排名 部门排行 榜 红黑榜 查看排行'),
  commissioner_list: said('特派员 特派员名单 我的特派员 特派员列表 查特派员 联系干部 联系人 包联干部 找特派员 特派 查看特派员'),
  help: said(
    '帮助 操作帮助 使用帮助 使用说明 说明 功能 功能菜单 菜单 用法 指令 命令 怎么用 求助 使用指南 操作指南 新手指南 帮助菜单 帮助中心 ?',
  ),
};

const BY_LABEL: ReadonlyMap<string, string> = new Map(
  Object.entries(LABELS).flatMap(([name, labels]) => labels.map((label) => [label, name] as const)),
);

/** 查询进度, 特派员列表: a label with a word of menus before or behind it. */
function nameOf(label: string): string | undefined {
  const core = label
    .replace(/^(?:查询|查看|查|我要|点击|立即|申请|一键|马上|请求|请|去)/, '')
    .replace(/(?:一下|工单|列表|清单|名单|查询|按钮|入口|申请)$/, '');
  return BY_LABEL.get(label) ?? BY_LABEL.get(core);
}

/** `[查看进度] #26`: a button's label as it comes back in text. */
export function labelledCall(folded: string): { readonly name: string; readonly to: number } | null {
  const found = /^\s*[[〔「『<(]\s*([^\][〕」』>)\s]{1,8})\s*[\]〕」』>)]\s*/.exec(folded);
  const name = found?.[1] === undefined ? undefined : nameOf(found[1]);
  return found === null || name === undefined ? null : { name, to: found[0].length };
}

/** `/我的`: the whole first word behind a slash. */
export function slashedLabel(folded: string): { readonly name: string; readonly to: number } | null {
  const found = /^([一-龥]{1,8}|\?)(?=$|[\s,:#\d!。])/.exec(folded);
  const name = found?.[1] === undefined ? undefined : nameOf(found[1]);
  return found === null || name === undefined ? null : { name, to: found[0].length };
}
