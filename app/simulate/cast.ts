import type { Config } from '../../core/config.ts';
import { HouseError } from '../../core/errors.ts';
import type { Chance } from './random.ts';

/** How the people of a unit work. */
export type Temper = 'quick' | 'steady' | 'slow' | 'forgetful';

export interface Unit {
  readonly code: string;
  readonly name: string;
  readonly temper: Temper;
  /** Keys of config/people.yaml. */
  readonly onDuty: string;
  readonly deputy: string;
  readonly head: string;
  readonly room: string;
}

export interface Leave {
  readonly who: string;
  readonly deputy: string;
  /** `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly to: string;
}

export interface Cast {
  /** Who reports: of the first so many people of the work group those who are entrepreneurs. */
  readonly reporters: readonly string[];
  readonly units: readonly Unit[];
  readonly desk: readonly string[];
  /** 推进办. */
  readonly office: Unit;
  readonly leaders: readonly string[];
  nameOf(key: string): string;
  unit(code: string | null): Unit | null;
}

/** 区领导, 经信局 and the entrepreneurs: the group's people, as config/people.yaml lists them. */
export function castOf(config: Config, members: number, chance: Chance): Cast {
  const { people, departments } = config;
  const group = people.filter(
    ({ roles, department }) => roles.includes('leader') || roles.includes('entrepreneur') || department === 'industry',
  );
  if (members > group.length) throw new HouseError('too-many-members', `工作群一共 ${group.length} 人，--members 不能超过这个数。`);
  const reporters = group.slice(0, members).filter(({ roles }) => roles.includes('entrepreneur'));
  if (reporters.length === 0) {
    const least = group.findIndex(({ roles }) => roles.includes('entrepreneur')) + 1;
    throw new HouseError('nobody-reports', `前 ${members} 人里没有企业家，--members 至少写 ${least}。`);
  }
  const fallback = departments.find((one) => one.fallback)?.code ?? '';
  const tempers = temperamental(
    departments.map((one) => one.code),
    fallback,
    chance,
  );
  const units = departments.map(({ code, name, onDuty, deputy }): Unit => {
    const own = people.filter((one) => one.department === code);
    const head = own.find((one) => one.roles.includes('head'))?.key ?? onDuty ?? '';
    return { code, name, temper: tempers(code), onDuty: onDuty ?? head, deputy: deputy ?? head, head, room: `dept:${code}` };
  });
  const office = units.find((unit) => unit.code === fallback);
  if (office === undefined) throw new HouseError('no-fallback', '部门名录里没有兜底单位。');
  const names = new Map<string, string>(people.map(({ key, name }) => [key, name]));
  return {
    reporters: reporters.map(({ key }) => key),
    units,
    desk: people.filter(({ roles }) => roles.includes('duty')).map(({ key }) => key),
    office,
    leaders: people.filter(({ roles }) => roles.includes('leader')).map(({ key }) => key),
    nameOf: (key) => names.get(key) ?? key,
    unit: (code) => units.find((unit) => unit.code === code) ?? null,
  };
}

/** A third quick, some slow, a few who forget; drawn, so that another seed is another government. */
function temperamental(codes: readonly string[], fallback: string, chance: Chance): (code: string) => Temper {
  const drawn = new Map(
    codes.map((code): [string, Temper] => [code, chance.of(`temper ${code}`).weighted({ quick: 7, steady: 8, slow: 4, forgetful: 2 })]),
  );
  // Whoever everything falls back on may be slow, but does not forget.
  if (drawn.get(fallback) === 'forgetful') drawn.set(fallback, 'slow');
  return (code) => drawn.get(code) ?? 'steady';
}

/** A few who are away for some days, each with the other of his unit standing in. */
export function leavesOf(units: readonly Unit[], days: readonly string[], chance: Chance): Leave[] {
  return units.flatMap(({ code, onDuty, deputy }) => {
    const own = chance.of(`leave ${code}`);
    const first = own.between(1, Math.max(1, days.length - 4));
    const from = days[first];
    const to = days[Math.min(days.length - 1, first + own.between(0, 3))];
    return from === undefined || to === undefined || onDuty === deputy || !own.happens(0.3) ? [] : [{ who: onDuty, deputy, from, to }];
  });
}
