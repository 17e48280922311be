import { describe, expect, it } from 'vitest';
import { EventBody, type EventType } from '../../../core/ticket/events.ts';
import { DIRECTORY } from '../routing/world.ts';
import { SCENES } from './scenes.ts';
import { saidOfLast, script } from './stage.ts';

const HOW = '请发「签收 128」接单；有进展发「回复 128 内容」；办好发「办结 128 结果」；不属于本单位发「退单 128 理由」。';

/** Reviewed by hand: `chat notice: words`, in the order they are said. Chats as in ../routing/world.ts: 1 work, 2 环保局, 3 duty, 4 规划局, 1xx private. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'dispatched straight to a department': [
    '1 receipt: 收到，已受理 #128（环保局）。',
    `2 dispatch: 【派单】#128 环保局 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 派单原因：属于环保局职责 ⏎ ${HOW}`,
  ],
  'dispatched with a co-handler': [
    '1 receipt: 收到，已受理 #128（环保局主办，规划局协办）。',
    `2 dispatch: 【派单】#128 环保局 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 协办：规划局 ⏎ 派单原因：属于环保局职责 ⏎ ${HOW}`,
    '4 cohandle:planning: 【协办】#128 规划局 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 环保局主办，请贵单位协办；有进展发「回复 128 内容」。',
  ],
  'dispatched under a commissioner who leads': [
    '1 receipt: 收到，已受理 #128（环保局，特派员隋丽娜牵头）。',
    `2 dispatch: 【派单】#128 环保局 ⏎ 蓝鳍渔具 于厂长：污水管堵了，车间进水 ⏎ 由特派员隋丽娜牵头协调 ⏎ 派单原因：属于环保局职责 ⏎ ${HOW}`,
    `120 commissioner: 【特派员】#128 环保局 ⏎ 蓝鳍渔具 于厂长：污水管堵了，车间进水 ⏎ 请您牵头协调，承办单位：环保局。${HOW}`,
  ],
  'dispatched critical, with a commissioner who is told': [
    '1 receipt: 收到，已受理 #128（环保局）。如有人身危险，请立即拨打 110、119 或 120。',
    `2 dispatch: 【派单】#128 环保局（特急） ⏎ 顺竿钓具 于厂长：污水管堵了，车间进水 ⏎ 派单原因：属于环保局职责 ⏎ ${HOW}`,
    '121 commissioner: 【特派员】#128 环保局（特急） ⏎ 顺竿钓具 于厂长：污水管堵了，车间进水 ⏎ 已派环保局办理，特此告知。',
  ],
  'triaged unsure': [
    '1 receipt: 收到，已受理 #128，正在确认承办单位。',
    '3 triage-ask: 【请定承办单位】#128 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 把握不够 ⏎ 请回复：1 派给环保局；0 不是问题；或直接回复部门名（也可发「派单 128 部门」）。',
  ],
  'dispatched by the duty desk': [
    `2 dispatch: 【派单】#128 环保局 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 派单原因：属于环保局职责 ⏎ ${HOW}`,
    '101 assigned: #128 承办单位已确定：环保局。',
  ],
  'claimed by the official': ['101 claimed: #128 环保局已签收，经办人毕文博。'],
  'contacted which implies the claim': ['101 contacted: #128 环保局登记已与您方联系：下午上门。如还没有接到联系，请告诉我。'],
  'verified which implies the claim': ['101 verified: #128 环保局已核实：现场看过，情况属实'],
  'replied which implies the claim': ['1 reply: #128 环保局回复：已安排抢修'],
  'answered by the department': ['1 answer: #128 环保局答复：管道已疏通'],
  'answered by a co-handler': ['1 answer: #128 规划局答复：管道已疏通'],
  'transferred by the official': [
    `4 dispatch: 【转办】#128 规划局 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 环保局转来，理由：属于规划许可 ⏎ ${HOW}`,
    '2 transfer-out: #128 已由环保局转规划局承办。',
    '101 transferred: #128 已转由规划局承办。',
  ],
  'returned for the first time': [
    '3 triage-ask: 【退单，请重新派单】#128 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 环保局退单，理由：不属于本单位职责 ⏎ 请回复：0 不是问题；或直接回复部门名（也可发「派单 128 部门」）。',
  ],
  'returned for the second time, to a 推进办 without a group': [
    '3 dispatch: 请值班席转告推进办： ⏎ 【退单裁定】#128 推进办 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 规划局第 2 次退单，理由：不属于本单位职责，请裁定承办单位 ⏎ 请发「签收 128」接单；有进展发「回复 128 内容」；办好发「办结 128 结果」；应由别的单位承办发「转办 128 部门 理由」。',
  ],
  'returned after it was taken': [
    '3 triage-ask: 【退单，请重新派单】#128 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 环保局退单，理由：不属于本单位职责 ⏎ 首接单位：环保局，重新派单前仍由其负责 ⏎ 请回复：0 不是问题；或直接回复部门名（也可发「派单 128 部门」）。',
    '2 first-taker: #128 已退单，等值班席重新派单。贵单位是首接单位，重新派单前企业来问，仍请贵单位答复。',
  ],
  'returned for the second time, after somebody had taken it': [
    '3 dispatch: 请值班席转告推进办： ⏎ 【退单裁定】#128 推进办 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 规划局第 2 次退单，理由：不属于本单位职责，请裁定承办单位 ⏎ 首接单位：环保局 ⏎ 请发「签收 128」接单；有进展发「回复 128 内容」；办好发「办结 128 结果」；应由别的单位承办发「转办 128 部门 理由」。',
  ],
  'cohandlers-added later': [
    '4 cohandle:planning: 【协办】#128 规划局 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 环保局主办，请贵单位协办；有进展发「回复 128 内容」。',
  ],
  'suspended with its reason': ['101 suspended: #128 暂时不能办结，环保局已挂账：等待管网改造'],
  'waiting for the enterprise': [
    '101 waiting: #128 环保局办理中，需要您补充：补齐排水许可复印件。请发「补充 128 内容」，图片、文件也可以；补充后继续办理。',
  ],
  'extension-asked in time': [
    '3 extension-ask: 请值班席转告推进办： ⏎ 【延期申请】#128 环保局 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 毕文博申请延期 5 个工作日，理由：等待专家评审 ⏎ 办结时限 5月20日 10:00，同意后顺延至 5月27日 10:00 ⏎ 请发「同意 128」，或「不同意 128 理由」。',
  ],
  'extension-granted by the 推进办': [
    '2 extension-granted: 【延期批准】#128 环保局 ⏎ 推进办同意延期 5 个工作日，办结时限顺延至 5月27日 10:00。',
    '101 extension-reporter: #128 因等待专家评审，办理时间延长 5 个工作日，办结时限延至 5月27日 10:00。',
  ],
  'extension-declined by the 推进办': [
    '2 extension-declined: 【延期未批】#128 环保局 ⏎ 推进办不同意延期，理由：事项紧急，请按期办结 ⏎ 请在 5月20日 10:00 前办结。',
  ],
  'handed-over on leave': [
    '2 handed-over: 【移交】#128 环保局 ⏎ 毕文博请假，改由车春梅经办。 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 目前状态：已签收。有进展发「回复 128 内容」；办好发「办结 128 结果」。',
  ],
  'handed-over to a commissioner’s stand-in, who sits elsewhere': [
    `2 handed-over: 【移交】#128 环保局 ⏎ 隋丽娜请假，改由刘永强经办。 ⏎ 蓝鳍渔具 于厂长：污水管堵塞，车间进水 ⏎ 目前状态：待签收。${HOW}`,
    `110 handed-over-alone: 【移交】#128 环保局 ⏎ 隋丽娜请假，改由刘永强经办。 ⏎ 蓝鳍渔具 于厂长：污水管堵塞，车间进水 ⏎ 目前状态：待签收。${HOW}`,
  ],
  'resumed by the house, for the enterprise has given it': ['101 resumed: #128 已收到补充，环保局继续办理。'],
  'resumed by itself': ['101 resumed: #128 环保局已恢复办理。'],
  'closed after an answer': [
    '1 closed: #128 环保局已办结（解决）：已疏通 ⏎ 请评价：发「评价 128 满意」「评价 128 基本满意」或「评价 128 不满意」；没解决也可发「重开 128」。',
  ],
  'closed with a commissioner and a co-handler': [
    '1 closed: #128 环保局已办结（解决）：已疏通 ⏎ 请评价：发「评价 128 满意」「评价 128 基本满意」或「评价 128 不满意」；没解决也可发「重开 128」。',
    '121 closed-commissioner: #128 环保局已办结（解决），顺竿钓具 于厂长。 ⏎ 已疏通',
    '4 closed-cohandler:planning: #128 规划局协办的事项已由环保局办结。',
  ],
  'rated well': ['2 rated: #128 收到评价：服务态度 5 分，办理质量 5 分，办理效果 5 分。'],
  'rework after a bad rating': [
    `2 comes-back: 【重办】#128 环保局 ⏎ 重办原因：评价不满意（服务态度 1 分）：还在漏水 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ ${HOW}`,
    '1 comes-back-source: #128 已重新打开，交环保局继续办理。',
  ],
  'reopened not solved': [
    `2 comes-back: 【重开】#128 环保局 ⏎ 重开原因：还没解决 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ ${HOW}`,
    '1 comes-back-source: #128 已重新打开，交环保局继续办理。',
  ],
  'withdrawn by the reporter': ['2 withdrawn: #128 已由反映人撤单，不用再办。原因：已自行解决', '1 withdrawn-source: #128 已撤单。'],
  'withdrawn and he is called back': [
    '2 withdrawn: #128 已由反映人撤单，不用再办。原因：已自行解决',
    '1 withdrawn-source: #128 已撤单。',
    '101 callback-ask: #128 例行回访：有没有人要求您撤单？您的回答不会告诉承办单位。 ⏎ 请点下面的按钮，或发「回访 128 没有」「回访 128 有 情况」。以后还要办，随时再说。',
  ],
  'withdrawn in private, and he is called back': [
    '2 withdrawn: #128 已由反映人撤单，不用再办。原因：已自行解决',
    '101 callback-ask: #128 已撤单。例行回访：有没有人要求您撤单？您的回答不会告诉承办单位。 ⏎ 请点下面的按钮，或发「回访 128 没有」「回访 128 有 情况」。以后还要办，随时再说。',
  ],
  'called-back by nobody pressed': [],
  'called-back pressed': [
    '131 called-back:31: 【撤单回访】#128 环保局 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 反映人称有人要求其撤单：局里打电话让我撤。请核查，并注意保护反映人。',
  ],
  'withdrawn by somebody else': [
    '2 withdrawn: #128 已由岳昊撤单，不用再办。原因：已自行解决',
    '101 withdrawn-source: #128 已由岳昊撤单：已自行解决。如果还要办，请再发一次。',
  ],
  'archived by the clock': [],
  'supplemented with a picture': ['2 supplement: 【补充】#128 环保局 ⏎ 于厂长：地点在南门 ⏎ 附 1 个图片或文件'],
  'supplemented when it was waited for': ['2 supplement: 【补充】#128 环保局 ⏎ 于厂长：地点在南门 ⏎ 企业已补充，办理时限恢复计时。'],
  'supplemented when closed': ['2 supplement: 【补充】#128 环保局 ⏎ 于厂长：地点在南门 ⏎ #128 已办结，补充不会自动重开。'],
  'amended by an edit': ['2 amended: 【修改消息】#128 环保局 ⏎ 于厂长改为：雨水管堵了'],
  'amended by a recall': ['2 amended: 【撤回消息】#128 环保局 ⏎ 于厂长撤回了本工单的一条消息，工单仍在办理中。'],
  'urged by a manager': [
    `2 urge: 【催办】#128 环保局 ⏎ 岳昊催办：请抓紧 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 目前状态：待签收。请尽快办理并回复进展。 ⏎ ${HOW}`,
  ],
  'supervised by a manager': [
    `2 supervise: 【督办】#128 环保局 ⏎ 岳昊督办：今天办好 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 目前状态：待签收。请尽快办理并回复进展。 ⏎ ${HOW}`,
    `109 supervise:9: 【督办】#128 环保局 ⏎ 岳昊督办：今天办好 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 目前状态：待签收。请尽快办理并回复进展。 ⏎ ${HOW}`,
  ],
  'supervised by the rules, for lateness': [
    '2 order: 【督办单】HC2026-0128（#128） ⏎ 承办单位：环保局，经办人：毕文博 ⏎ 事项：碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 督办事由：首次联系应于 4月27日 12:00 前完成，核实应于 4月28日 10:00 前完成，答复应于 4月30日 10:00 前完成，办结应于 5月20日 10:00 前完成，至今没有完成 ⏎ 督办要求：请于 5月29日 09:00 前办结并答复企业；到时办不到的，请说明原因和打算，发「回复 128 内容」。',
    '109 order:9: 【督办单】HC2026-0128（#128） ⏎ 承办单位：环保局，经办人：毕文博 ⏎ 事项：碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 督办事由：首次联系应于 4月27日 12:00 前完成，核实应于 4月28日 10:00 前完成，答复应于 4月30日 10:00 前完成，办结应于 5月20日 10:00 前完成，至今没有完成 ⏎ 督办要求：请于 5月29日 09:00 前办结并答复企业；到时办不到的，请说明原因和打算，发「回复 128 内容」。',
    '131 order:31: 【督办单】HC2026-0128（#128） ⏎ 承办单位：环保局，经办人：毕文博 ⏎ 事项：碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 督办事由：首次联系应于 4月27日 12:00 前完成，核实应于 4月28日 10:00 前完成，答复应于 4月30日 10:00 前完成，办结应于 5月20日 10:00 前完成，至今没有完成 ⏎ 督办要求：请于 5月29日 09:00 前办结并答复企业；到时办不到的，请说明原因和打算，发「回复 128 内容」。',
    '3 order-office: 请值班席转告推进办： ⏎ 【督办单】HC2026-0128（#128） ⏎ 承办单位：环保局，经办人：毕文博 ⏎ 事项：碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 督办事由：首次联系应于 4月27日 12:00 前完成，核实应于 4月28日 10:00 前完成，答复应于 4月30日 10:00 前完成，办结应于 5月20日 10:00 前完成，至今没有完成 ⏎ 督办要求：请于 5月29日 09:00 前办结并答复企业；到时办不到的，请说明原因和打算，发「回复 128 内容」。',
  ],
  'supervised by the rules, for a second bad rating': [
    `2 comes-back: 【重办】#128 环保局 ⏎ 重办原因：评价不满意（服务态度 1 分）：还在漏水 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ ${HOW}`,
    '1 comes-back-source: #128 已重新打开，交环保局继续办理。',
    '2 order: 【督办单】HC2026-0128（#128） ⏎ 承办单位：环保局，经办人：车春梅 ⏎ 事项：碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 督办事由：企业两次评价不满意，已退回重办 ⏎ 督办要求：请于 5月20日 10:00 前办结并答复企业；到时办不到的，请说明原因和打算，发「回复 128 内容」。',
    '109 order:9: 【督办单】HC2026-0128（#128） ⏎ 承办单位：环保局，经办人：车春梅 ⏎ 事项：碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 督办事由：企业两次评价不满意，已退回重办 ⏎ 督办要求：请于 5月20日 10:00 前办结并答复企业；到时办不到的，请说明原因和打算，发「回复 128 内容」。',
    '131 order:31: 【督办单】HC2026-0128（#128） ⏎ 承办单位：环保局，经办人：车春梅 ⏎ 事项：碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 督办事由：企业两次评价不满意，已退回重办 ⏎ 督办要求：请于 5月20日 10:00 前办结并答复企业；到时办不到的，请说明原因和打算，发「回复 128 内容」。',
  ],
  'escalated a yellow card': [
    `2 claim.1.remind: 【黄牌提醒】#128 环保局 ⏎ 签收将于 4月27日 10:30 到期，请抓紧。 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ ${HOW}`,
  ],
  'escalated and urged': [
    '2 close.1.urge: 【催办】#128 环保局 ⏎ 办结已超时：应于 5月20日 10:00 前完成，至今没有办结的记录。 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水',
    '109 close.1.urge:9: 【催办】#128 环保局 ⏎ 办结已超时：应于 5月20日 10:00 前完成，至今没有办结的记录。 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水',
  ],
  'lapsed for nothing followed': [
    '108 contact.1.lapse:8: 【超时提醒】#128 环保局 ⏎ 签收后没有联系记录，签收已失效。首次联系已超时：应于 4月27日 14:00 前完成，至今没有首次联系的记录。 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水',
    '109 contact.1.lapse:9: 【超时提醒】#128 环保局 ⏎ 签收后没有联系记录，签收已失效。首次联系已超时：应于 4月27日 14:00 前完成，至今没有首次联系的记录。 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水',
    `2 lapsed: 【签收失效】#128 环保局 ⏎ 签收后没有联系企业的记录，签收已失效，请重新签收并尽快联系企业。 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ ${HOW}`,
  ],
  'clocked by the house': [],
  'merged into another': [
    '2 merged: #128 与 #129 是同一件事，已并入 #129，请在 #129 上办理。',
    '1 merged-source: #128 与 #129 是同一件事，已并入 #129 一起办理。',
  ],
  'absorbed another': ['2 absorbed:129: #129 已并入 #128，请一并办理。'],
  'split off': [],
  'joined by another enterprise': [
    '2 joined: 【又有反映】#128 环保局 ⏎ 蓝鳍渔具 阮经理：我们也堵了',
    '1 joined-speaker: 阮经理反映的与 #128 是同一件事，一并办理，有结果一起告知。',
    '3 joined-desk: 【同一件事】#128 环保局 ⏎ 蓝鳍渔具 阮经理：我们也堵了 ⏎ 已并入 #128。若不是同一件事，请点“拆开另立”或发「拆分 128 m12」。',
  ],
  'joined by a colleague': ['2 joined: 【又有反映】#128 环保局 ⏎ 碳谷复材 阮经理：我们也堵了'],
  'parted again': [],
  'refined more urgent': ['2 refined: #128 紧急程度调整为紧急。'],
};

describe('every notice: where it goes and what it says', () => {
  it.each(SCENES)('$event, $what', ({ event, what, acts, at }) => {
    expect(script(saidOfLast(acts, DIRECTORY, at))).toEqual(EXPECTED[`${event} ${what}`]);
  });

  it('has a scene for every event, and an expectation for every scene', () => {
    const played = new Set<EventType>(SCENES.map(({ event }) => event));
    const all = EventBody.options.map((option) => option.shape.type.value);
    // Nothing is said of `opened` itself: the receipt comes with the routing of the same breath.
    expect([...played].toSorted()).toEqual(all.filter((type) => type !== 'opened').toSorted());
    expect(Object.keys(EXPECTED).toSorted()).toEqual(SCENES.map(({ event, what }) => `${event} ${what}`).toSorted());
  });
});
