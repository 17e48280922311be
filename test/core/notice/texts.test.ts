import { describe, expect, it } from 'vitest';
import { EventBody, type EventType } from '../../../core/ticket/events.ts';
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
  'cohandlers-added later': [
    '4 cohandle:planning: 【协办】#128 规划局 ⏎ 碳谷复材 于厂长：污水管堵了，车间进水 ⏎ 环保局主办，请贵单位协办；有进展发「回复 128 内容」。',
  ],
  'suspended with its reason': ['101 suspended: #128 暂时不能办结，环保局已挂账：等待管网改造'],
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
  'withdrawn by somebody else': [
    '2 withdrawn: #128 已由岳昊撤单，不用再办。原因：已自行解决',
    '101 withdrawn-source: #128 已由岳昊撤单：已自行解决。如果还要办，请再发一次。',
  ],
  'archived by the clock': [],
  'supplemented with a picture': ['2 supplement: 【补充】#128 环保局 ⏎ 于厂长：地点在南门 ⏎ 附 1 个图片或文件'],
  'supplemented when closed': ['2 supplement: 【补充】#128 环保局 ⏎ 于厂长：地点在南门 ⏎ #128 已办结，补充不会自动重开。'],
  'amended by an edit': ['2 amended: 【修改消息】#128 环保局 ⏎ 于厂长改为：雨水管堵了'],
  'amended by a recall': ['2 amended: 【撤回消息】#128 环保局 ⏎ 于厂长撤回了本工单的一条消息，工单仍在办理中。'],
  'urged by a manager': [
    `2 urge: 【催办】#128 环保局 ⏎ 岳昊催办：请抓紧 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 目前状态：待签收。请尽快办理并回复进展。 ⏎ ${HOW}`,
    `107 urge:7: 【催办】#128 环保局 ⏎ 岳昊催办：请抓紧 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 目前状态：待签收。请尽快办理并回复进展。 ⏎ ${HOW}`,
  ],
  'supervised by a manager': [
    `2 supervise: 【督办】#128 环保局 ⏎ 岳昊督办：今天办好 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 目前状态：待签收。请尽快办理并回复进展。 ⏎ ${HOW}`,
    `107 supervise:7: 【督办】#128 环保局 ⏎ 岳昊督办：今天办好 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 目前状态：待签收。请尽快办理并回复进展。 ⏎ ${HOW}`,
    `109 supervise:9: 【督办】#128 环保局 ⏎ 岳昊督办：今天办好 ⏎ 碳谷复材 于厂长：污水管堵塞，车间进水 ⏎ 目前状态：待签收。请尽快办理并回复进展。 ⏎ ${HOW}`,
  ],
  'merged into another': [
    '2 merged: #128 与 #129 是同一件事，已并入 #129，请在 #129 上办理。',
    '1 merged-source: #128 与 #129 是同一件事，已并入 #129 一起办理。',
  ],
  'absorbed another': ['2 absorbed:129: #129 已并入 #128，请一并办理。'],
  'split off': [],
  'refined more urgent': ['2 refined: #128 紧急程度调整为紧急。'],
};

describe('every notice: where it goes and what it says', () => {
  it.each(SCENES)('$event, $what', ({ event, what, acts }) => {
    expect(script(saidOfLast(acts))).toEqual(EXPECTED[`${event} ${what}`]);
  });

  it('has a scene for every event, and an expectation for every scene', () => {
    const played = new Set<EventType>(SCENES.map(({ event }) => event));
    const all = EventBody.options.map((option) => option.shape.type.value);
    // Nothing is said of `opened` itself: the receipt comes with the routing of the same breath.
    expect([...played].toSorted()).toEqual(all.filter((type) => type !== 'opened').toSorted());
    expect(Object.keys(EXPECTED).toSorted()).toEqual(SCENES.map(({ event, what }) => `${event} ${what}`).toSorted());
  });
});
