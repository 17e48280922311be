import { normalize } from './normalize.ts';

const TITLES =
  '总|科|工|局|处|主任|老师|经理|老板|厂长|院长|社长|护士长|姐|哥|叔|会计|师傅|队长|店长|校长|书记|镇长|区长|所长|站长|室长|秘书|同志|大姐|大哥';
const TAIL = new RegExp(`(?:(?<surname>\\p{Script=Han})(?:${TITLES})|[小老阿大](?<familiar>\\p{Script=Han}))$`, 'u');

/** Ways a room calls somebody whom it shows as 住建谷工, 单证小崔 or 王国栋. */
export interface Calls {
  /** Whole, or the last part of it: nobody else is meant. */
  readonly sure: readonly string[];
  /** By surname and any title: 荣总 for 荣老板; another of that surname may be meant. */
  readonly perhaps: RegExp | null;
}

const known = new Map<string, Calls>();
const MOST_KNOWN = 2_000;

export function callsOf(name: string): Calls {
  const made = known.get(name) ?? make(name);
  if (known.size > MOST_KNOWN) known.clear();
  known.set(name, made);
  return made;
}

function make(name: string): Calls {
  const said = normalize(name).trim();
  const tail = TAIL.exec(said);
  const surname = tail?.groups?.['surname'] ?? tail?.groups?.['familiar'] ?? (/^\p{Script=Han}{2,4}$/u.test(said) ? said.charAt(0) : null);
  const sure = [said, ...(tail ? [tail[0]] : [])].filter((one) => one.length >= 2);
  return { sure: [...new Set(sure)], perhaps: surname === null ? null : new RegExp(`${surname}(?:${TITLES})|[小老]${surname}`, 'u') };
}

/** 2: he is called by his name; 1: perhaps by surname and title; 0: not named. */
export function named(text: string, name: string): 0 | 1 | 2 {
  const said = normalize(text);
  const { sure, perhaps } = callsOf(name);
  if (sure.some((one) => said.includes(one))) return 2;
  return perhaps?.test(said) === true ? 1 : 0;
}

/** How an enterprise is called for short: 华昇 for 华昇电子. */
export function shortNamesOf(enterprise: { readonly name: string; readonly aliases: readonly string[] }): readonly string[] {
  const names = [enterprise.name, ...enterprise.aliases].map((one) => normalize(one).trim());
  return [...new Set([...names, ...names.filter((one) => one.length >= 4).map((one) => one.slice(0, 2))])].filter((one) => one.length >= 2);
}
