import type { Simulated } from './result.ts';

const STEP: Readonly<Record<string, string>> = {
  dispatch: '派单',
  claim: '签收',
  contact: '首次联系',
  verify: '核实',
  answer: '答复',
  close: '办结',
  review: '复核挂账',
};
const ORDER = Object.keys(STEP);
const RUNG: Readonly<Record<string, string>> = {
  remind: '黄牌',
  red: '红牌',
  desk: '报值班席',
  office: '报推进办',
  lapse: '签收失效',
  urge: '催办',
  order: '督办单',
  leaders: '领导专报',
  supervision: '报督查考核办',
  look: '复核',
  again: '再次提醒',
};
const EVENT: Readonly<Record<string, string>> = {
  opened: '受理',
  dispatched: '派单',
  triaged: '请值班席研判',
  claimed: '签收',
  contacted: '联系',
  verified: '核实',
  replied: '回复',
  answered: '答复',
  closed: '办结',
  archived: '归档',
  transferred: '转办',
  returned: '退单',
  'handed-over': '请假移交',
  lapsed: '签收失效',
  waiting: '等企业',
  suspended: '挂账',
  resumed: '恢复',
  'extension-asked': '申请延期',
  'extension-granted': '同意延期',
  'extension-declined': '不同意延期',
  rated: '评价',
  rework: '重办',
  reopened: '重开',
  withdrawn: '撤单',
  'called-back': '回访',
  urged: '催办',
  supervised: '督办',
  supplemented: '补充',
};
/** Longer lists of faults are for `--json`. */
const SHOWN = 50;

/** The run as somebody reads it in a terminal. */
export function pageOf(run: Simulated): string {
  const { story, slept, messages, events, report, seconds } = run;
  const happened = Object.entries(EVENT).flatMap(([type, name]) => (events[type] === undefined ? [] : [`${name} ${events[type]}`]));
  return [
    `模拟 ${story.start} 起 ${story.days} 天，工作群 ${story.members} 人，种子 ${story.seed}`,
    `群里说了 ${messages.people} 条（含按钮），机器人说了 ${messages.bot} 条。${slept === null ? '' : `其间停机一天：${clock(slept.from)} 至 ${clock(slept.to)}。`}`,
    `发生的事：${happened.join('、')}`,
    '',
    report.text,
    '',
    ...ladderLines(run),
    '',
    ...verdictLines(run),
    '',
    '图和文件：',
    ...report.files.map((path) => `  ${path}`),
    `用时 ${seconds.wall.toFixed(1)} 秒（处理器 ${seconds.cpu.toFixed(1)} 秒，不含数据库）`,
  ].join('\n');
}

function ladderLines({ ladder }: Simulated): string[] {
  const lines = ORDER.flatMap((step) => {
    const rungs = ladder.filter((one) => one.step === step);
    if (rungs.length === 0) return [];
    return [`  ${STEP[step] ?? step}：${rungs.map(({ rung, times }) => `${RUNG[rung] ?? rung} ${times}`).join('、')}`];
  });
  const all = ladder.reduce((sum, { times }) => sum + times, 0);
  return [`提醒和升级（次），共 ${all}：`, ...(lines.length === 0 ? ['  无'] : lines)];
}

function verdictLines({ oracle, checks }: Simulated): string[] {
  const { differences } = oracle;
  const shown = differences
    .slice(0, SHOWN)
    .map(({ ticket, what, expected, found }) => `  #${ticket} ${what}：应为 ${expected}，记的是 ${found}`);
  const more = differences.length > SHOWN ? [`  ……另有 ${differences.length - SHOWN} 处，见 --json`] : [];
  return [
    `独立核对：${oracle.tickets} 件工单、${oracle.deadlines} 个时限、${oracle.rungs} 次提醒和升级，差异 ${differences.length} 处${differences.length === 0 ? '。' : '：'}`,
    ...shown,
    ...more,
    ...checks.flatMap(({ name, looked, faults }) => [
      `${faults.length === 0 ? '✓' : '✗'} ${name}（查了 ${looked}${faults.length === 0 ? '' : `，不符 ${faults.length}`}）`,
      ...faults.slice(0, SHOWN).map((fault) => `    ${fault}`),
    ]),
  ];
}

function clock(iso: string): string {
  const at = new Date(Date.parse(iso) + 8 * 3_600_000).toISOString();
  return `${Number(at.slice(5, 7))}月${Number(at.slice(8, 10))}日 ${at.slice(11, 16)}`;
}
