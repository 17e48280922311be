/** What people say while a matter is handled. */
export const CONTACTED: readonly string[] = [
  '已电话联系企业，约好下午上门',
  '已与厂里联系，情况了解清楚了',
  '已联系负责人，请他把材料发过来',
  '刚跟企业通了电话，明天到现场看',
  '已与企业对接，正在核对资料',
];
export const VERIFIED: readonly string[] = [
  '现场看过，情况属实',
  '查了系统，卡在内部流转，情况属实',
  '与窗口核对过，材料确实齐全',
  '到现场核查，与反映的一致',
];
export const REPLIED: readonly string[] = [
  '材料已收到，正在走流程',
  '已安排科室专人跟进，有进展马上告诉您',
  '正在与上级部门核对，请再等等',
  '已列入本周工作安排，先给您说一声',
];
export const ANSWERED: readonly string[] = [
  '材料已审核通过，三个工作日内出结果',
  '问题已查明，安排专人上门帮办，请保持电话畅通',
  '已协调有关科室，手续今天补齐即可办理',
  '已落实责任人和完成时间，按计划推进',
  '按规定可以办理，请带上原件到窗口，我们在现场等',
];
export const CLOSED: readonly string[] = [
  '已办好，企业当面确认',
  '手续已办完，结果已送到企业',
  '现场已整改到位，企业认可',
  '款项已落实到账',
  '已上门处理完毕',
];
export const PARTLY: readonly string[] = ['部分解决，余下的列入下一步计划', '解决了一部分，其余已向企业说明政策'];
export const UNSOLVED: readonly string[] = ['按现行政策暂时无法解决，已向企业说明'];
export const NOT_OURS: readonly string[] = ['不属于本单位职责', '审批权限不在我们这里', '这项业务已经划出本单位'];
export const PASSED_ON: readonly string[] = ['这项业务由该单位负责', '涉及该单位的审批权限'];
export const WANTED: readonly string[] = [
  '补齐营业执照复印件和情况说明',
  '补一份盖章的申请表',
  '提供设备清单和发票复印件',
  '补交最近三个月的检测报告',
];
export const SHELVED: readonly string[] = ['等上级下达指标', '已列入下半年改造计划', '需与市里统一安排，暂时办不了'];
export const LONGER: readonly string[] = ['等待专家评审', '需要上会研究', '设备要从外地调运', '涉及跨部门会签'];
export const DECLINED: readonly string[] = ['事项不复杂，请按期办结', '企业等得急，请抓紧办理'];

export const SUPPLIED: readonly string[] = ['材料补好了，已经发到窗口', '说明和清单都补齐了', '盖好章了，原件下午送过去'];
export const ADDED: readonly string[] = ['今天又来看了一遍，还是老地方', '联系人是我们厂办公室，白天都在', '照片晚点发过来'];
export const SATISFIED: readonly string[] = ['满意', '非常满意 办得很快', '满意 态度很好', '基本满意'];
export const UNSATISFIED: readonly string[] = ['不满意 说办好了其实没动', '不满意 只打了个电话就算办完了', '不满意 问题还在'];
export const TAKEN_BACK: readonly string[] = ['已经自己解决了', '情况有变化，先不办了'];
export const PRESSED: readonly string[] = ['局里打电话让我撤的', '有人找过我，让我别再提'];
export const AGAIN: readonly string[] = ['没过两天又出问题了', '当时好了，现在又不行了'];
