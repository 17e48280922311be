import { normalize, trimOf } from './normalize.ts';

interface CallbackAnswer {
  readonly pressed: boolean;
  readonly note: string;
}

const UNWILLING = /(?:不是|并非|非|不)自愿|被迫|不得不|只好/;
const NOBODY = /^(?:没(?!有?(?:办法|法|辙|招))|无|否|不是|不存在|是?我?们?(?:自己|自愿|本人|主动)|是自愿)/;
const BUT = /但|不过|只是|可是/;
const SOMEBODY = /^(?:有|是的?|确实|被)/;
const PRESSURE = /让我|叫我|要求|逼|劝|施压|威胁|打招呼|打(?:了|过)?电话|找(?:了|过)?我/;
const EDGES = ' \t\n,.，。、:：;；!！~～-';

/** 回访: whether anybody pressed the reporter into his 撤单; null: the words do not say. In doubt he is asked, not guessed. */
export function pressedOf(words: string): CallbackAnswer | null {
  const said = normalize(words).trim();
  if (said === '' || /[?吗么]$|有没有/.test(said)) return null;
  const pressure = PRESSURE.test(said);
  if (UNWILLING.test(said)) return yes(words);
  if (NOBODY.test(said)) return BUT.test(said) && pressure ? yes(words) : { pressed: false, note: '' };
  return SOMEBODY.test(said) || pressure ? yes(words) : null;
}

/** The same said without the command's word, to a question that is still open: only where it can mean nothing else. */
export function plainlyPressedOf(text: string): CallbackAnswer | null {
  const said = trimOf(normalize(text), EDGES, EDGES);
  if (/^(?:没有?|没人|没有人|无|没有人要求|没人要求|没人让我撤|没有人让我撤|是?(?:我)?自己(?:要|想)?撤的)$/.test(said)) {
    return { pressed: false, note: '' };
  }
  return /^(?:有|有的|有人|有人要求|有人让我撤|有人叫我撤)$/.test(said) ? { pressed: true, note: '' } : null;
}

function yes(words: string): CallbackAnswer {
  return { pressed: true, note: trimOf(words.trim().replace(/^(?:有人|有的|有|是的|是)(?=[\s,，。:：]|$)/, ''), EDGES, EDGES) };
}
