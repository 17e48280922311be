import type {
  AgeingFigure,
  BoardFigures,
  GridFigure,
  OverdueFigures,
  RankingFigures,
  TotalsFigures,
} from '../../../core/report/figures.ts';

const DEPARTMENTS = [
  ['经信局', '发改局', '规划局', '国土局', '环保局', '住建局', '人社局', '人才办', '财政局', '金融办', '税务局'],
  ['科技局', '商务局', '市场监管局', '安监局', '交通局', '综合执法局', '公安分局', '教体局', '政务服务中心', '推进办'],
].flat();
const CATEGORIES = ['用地规划', '环保审批', '用工社保', '融资贷款', '税费减免', '水电气暖', '政策兑现', '市场准入', '其他'];

/** A fixed row of numbers that looks like chance. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
}

const head = {
  title: '环翠区“马上办”看板',
  period: '本月（2026年11月1日至2026年11月26日）',
  asOf: '截至 11月26日 09:00',
  note: '口径：按每一步发生的日期计，可能含此前收到的单；每张单的每一步只计首次；期限按工作时间算，挂账、等企业补材料、批准延期的时间不计。',
};

const rates = [
  { name: '响应率', part: 61, whole: 66, left: '占已派单；派单未满时限的 4 件不计。' },
  { name: '解决率', part: 41, whole: 52, left: '占办结；挂账 3 件、撤回 2 件不计。' },
  { name: '满意率', part: 30, whole: 31, left: '占已评价；未评价的 21 件不计。' },
] as const;

function ageing(names: readonly string[], seed: number): readonly AgeingFigure[] {
  const next = numbers(seed);
  return names.map((name) => ({ name, green: next(14), yellow: next(5), red: Math.max(0, next(8) - 4), paused: Math.max(0, next(6) - 3) }));
}

function flow(days: number, seed: number) {
  const next = numbers(seed);
  const from = Date.UTC(2026, 9, 28);
  return Array.from({ length: days }, (_, i) => {
    const at = new Date(from + i * 86_400_000);
    const weekend = at.getUTCDay() % 6 === 0;
    return { day: at.toISOString().slice(0, 10), received: weekend ? next(3) : 2 + next(9), closed: weekend ? 0 : 1 + next(9) };
  });
}

function grid(rows: readonly string[], columns: readonly string[], seed: number, over: Partial<GridFigure> = {}): GridFigure {
  const next = numbers(seed);
  const counts = rows.map(() => columns.map(() => Math.max(0, next(14) - 6)));
  return { title: '单位与类别', unit: '件', order: 'size', rows, columns, counts, ...over };
}

const commissioners = Array.from(
  { length: 14 },
  (_, i) => `${'王李张刘陈杨赵黄周吴徐孙马朱'.charAt(i)}${'建国海燕志强丽华'.slice((i % 4) * 2, (i % 4) * 2 + 2)}`,
);
const weeks = ['10月26日', '11月2日', '11月9日', '11月16日', '11月23日'];

export const full: BoardFigures = {
  ...head,
  rates,
  ageing: ageing(DEPARTMENTS.slice(0, 9), 7),
  flow: flow(30, 5),
  grid: grid(DEPARTMENTS.slice(0, 9), CATEGORIES, 3),
  contacts: grid(commissioners, weeks, 11, { title: '特派员联系企业', unit: '次', order: 'time' }),
};

export const manyUnits: BoardFigures = {
  ...full,
  ageing: ageing(DEPARTMENTS, 9),
  grid: grid(DEPARTMENTS, [...CATEGORIES, '物流交通', '项目立项', '知识产权', '安全生产'], 4),
  contacts: grid(
    commissioners,
    Array.from({ length: 26 }, (_, i) => `11月${i + 1}日`),
    13,
    { title: '特派员联系企业', unit: '次', order: 'time' },
  ),
};

export const oneUnit: BoardFigures = {
  ...head,
  rates: [
    { ...rates[0], part: 5, whole: 5 },
    { ...rates[1], part: 0, whole: 3 },
    { ...rates[2], part: 0, whole: 0 },
  ],
  ageing: [{ name: '全区', green: 18, yellow: 4, red: 3, paused: 0 }],
  flow: flow(30, 5),
  grid: null,
  contacts: null,
};

export const empty: BoardFigures = {
  ...head,
  rates: rates.map((one) => ({ ...one, part: 0, whole: 0, left: '' })),
  ageing: DEPARTMENTS.map((name) => ({ name, green: 0, yellow: 0, red: 0, paused: 0 })),
  flow: flow(30, 5).map((one) => ({ ...one, received: 0, closed: 0 })),
  grid: grid(DEPARTMENTS, CATEGORIES, 3, { counts: DEPARTMENTS.map(() => CATEGORIES.map(() => 0)) }),
  contacts: grid([], [], 1, { title: '特派员联系企业', unit: '次', order: 'time' }),
};

export const totals: TotalsFigures = {
  ...head,
  title: '统计：全区',
  period: '上月（2026年10月1日至2026年10月31日）',
  rates: [
    ...rates,
    { name: '按时签收率', part: 110, whole: 121, left: '还没签收的不算' },
    { name: '一次办结率', part: 87, whole: 87, left: '至今没有重办、重开的' },
    { name: '延期率', part: 1, whole: 87, left: '占办结' },
    { name: '回访率', part: 0, whole: 0, left: '' },
  ],
  counts: [
    { name: '收到', count: 128, unit: '件' },
    { name: '签收', count: 121, unit: '件' },
    { name: '联系企业', count: 118, unit: '件' },
    { name: '答复', count: 99, unit: '件' },
    { name: '办结', count: 87, unit: '件' },
    { name: '撤回', count: 2, unit: '件' },
    { name: '转办', count: 14, unit: '次' },
    { name: '退单', count: 3, unit: '次' },
  ],
  flow: flow(31, 21),
  grid: grid(DEPARTMENTS.slice(0, 6), CATEGORIES.slice(0, 5), 8),
};

export const ranking: RankingFigures = {
  ...head,
  title: '单位排名',
  rule: '先比签收率（占接办），再比派单到签收的平均历时。',
  ranked: DEPARTMENTS.slice(0, 8).map((name, i) => ({
    place: i + 1,
    name,
    rates: [
      { name: '签收率', part: 24 - i * 2, whole: 24, left: '' },
      { name: '解决率', part: 12 - i, whole: 14, left: '' },
      { name: '满意率', part: i === 7 ? 0 : 7, whole: i === 7 ? 0 : 8, left: '' },
    ],
    detail: `平均${12 + i * 7}分钟（${24 - i * 2}件）`,
  })),
  unranked: '不足 5 件、不参加排名：科技局（4件）、商务局（3件）、教体局（1件）',
};

export const overdue: OverdueFigures = {
  ...head,
  title: '超时：全区',
  period: '2026年11月26日',
  ageing: ageing(DEPARTMENTS.slice(0, 5), 3),
  total: 23,
  rows: Array.from({ length: 15 }, (_, i) => ({
    ticket: `#${128 + i * 7} ${['蓝旗渔具', '碳谷复合材料（威海）股份有限公司高区第二分公司', '光威集团', '三角轮胎'][i % 4]}`,
    urgency: i % 5 === 0 ? '特急' : i % 3 === 0 ? '紧急' : null,
    unit: DEPARTMENTS[i % 9] ?? '',
    step: ['签收', '首次联系', '答复', '办结'][i % 4] ?? '',
    limit: ['限10分钟', '限2小时', '限3个工作日', '限15个工作日'][i % 4] ?? '',
    taken: ['已1小时30分', '已5小时12分', '已6个工作日', '已19个工作日'][i % 4] ?? '',
  })),
};
