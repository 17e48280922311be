import type { Rating } from '../ticket/ticket.ts';

// Longest and most negative first: 不满意 holds 满意.
const OPINIONS: readonly (readonly [RegExp, number])[] = [
  [/(?:非常|很|十分|极|太)不满意|极差|非常差|很差|太差|差极了/, 1],
  [/不(?:太|怎么|大|够)?满意|没(?:有)?满意|(?:谈不上|算不上|说不上|不能说|难以?|无法)满意|差评|不好|不行|不可以/, 2],
  [/(?:^|[\s,，。很挺真比较还是])差(?:劲|了|的)?(?=$|[\s,，。!！])/, 2],
  [/基本满意|一般|还行|还可以|凑合/, 3],
  [/(?:非常|很|十分|特别|超)满意|非常好|特别好|太好了|很好|完美|点赞/, 5],
  [/满意|好评|不错|不差|挺好|可以|(?:^|[\s,，。都真蛮还])好(?:的|了)?(?=$|[\s,，。!！])/, 4],
];

/** Marks are given in the first words; what follows is a comment. */
const LONGEST_READ = 300;

const ASPECTS = { attitude: /(?:服务)?态度|服务/, quality: /(?:办理)?质量/, effect: /(?:办理)?效果|结果/ } as const;
type Aspect = keyof typeof ASPECTS;
const ASPECT = /(?:服务)?态度|(?:办理)?质量|(?:办理)?效果|服务|结果/g;

const DIGITS: Readonly<Record<string, number>> = { 一: 1, 二: 2, 两: 2, 俩: 2, 三: 3, 四: 4, 五: 5, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 };

/**
 * A rating as people write it: 满意, 5星, 三项都是五星, 5 4 5, 态度5 质量4 效果差. null: it says nothing that is a rating.
 * `text` is without ticket numbers. Several marks that cannot be told apart are no rating: a guess here would be a false 差评.
 */
export function readRating(text: string): Rating | null {
  const folded = text.normalize('NFKC').trim();
  // 办得好吗? asks; it rates nothing.
  if (/[?吗么]\s*$/.test(folded)) return null;
  const read = folded.slice(0, LONGEST_READ);
  const byAspect = inTurn(read) ?? aspects(read) ?? threeInARow(read);
  if (byAspect !== null) return { ...byAspect, comment: comment(folded) };
  const all = mark(read);
  return all === null ? null : { attitude: all, quality: all, effect: all, comment: comment(folded) };
}

type Marks = Omit<Rating, 'comment'>;

/** 态度5 质量4 效果不满意: each aspect takes the words up to the next. */
function aspects(text: string): Marks | null {
  const found = [...text.matchAll(ASPECT)];
  const marks: { -readonly [K in Aspect]: number | null } = { attitude: null, quality: null, effect: null };
  for (const [place, one] of found.entries()) {
    const value = mark(said(text, found, place));
    if (value === null) continue;
    for (const aspect of ['attitude', 'quality', 'effect'] as const) if (ASPECTS[aspect].test(one[0])) marks[aspect] = value;
  }
  const others = /(?:其他|其它|其余|别的|剩下|另外)(?:两项|几项|的)?(.{0,12})/.exec(text)?.[1];
  const rest = others === undefined ? null : mark(others);
  if (rest !== null) for (const aspect of ['attitude', 'quality', 'effect'] as const) marks[aspect] ??= rest;
  return marks.attitude === null && marks.quality === null && marks.effect === null ? null : marks;
}

/** What is said of an aspect: the words up to the next one. 态度和质量都是五分: of the first as of the second. */
function said(text: string, found: readonly RegExpExecArray[], place: number): string {
  const one = found[place];
  if (one === undefined) return '';
  const next = found[place + 1];
  const words = text.slice(one.index + one[0].length, next?.index ?? text.length);
  return next !== undefined && /^[\s和与跟及、,还有]*$/.test(words) ? said(text, found, place + 1) : words;
}

const MARK = '([1-5一二两三四五])\\s*(?:颗|个)?\\s*(?:星|分)?';
const IN_A_ROW = new RegExp(`^[\\s:是为给打评价分个,]*${MARK}[\\s,、/]*${MARK}[\\s,、/]*${MARK}(?![\\d一二三四五六七八九十颗星分])`);

/** 态度、质量、效果分别是5 4 3. */
function inTurn(text: string): Marks | null {
  const named = /态度[\s、,和]*(?:办理)?质量[\s、,和及]*(?:办理)?效果\s*(?:分别|依次)?/.exec(text);
  return named === null ? null : threeInARow(text.slice(named.index + named[0].length));
}

/** `5 4 5` or `5,4,5` or `545`: attitude, quality, effect. */
function threeInARow(text: string): Marks | null {
  const [attitude, quality, effect] = (IN_A_ROW.exec(text)?.slice(1) ?? []).map((one) => DIGITS[one] ?? null);
  return attitude === undefined || quality === undefined || effect === undefined ? null : { attitude, quality, effect };
}

function mark(text: string): number | null {
  const stars =
    /([1-5一二两俩三四五])\s*(?:颗|个)?\s*(?:星|分)/.exec(text)?.[1] ??
    /^[\s:是给打,]*(?:([1-5])(?![\d.年月日天个])|([一二三四五])(?=$|[\s,，。;；]))/
      .exec(text)
      ?.slice(1)
      .find((one) => one !== undefined);
  if (stars === undefined && /满分|全五|全5/.test(text)) return 5;
  const given = stars === undefined ? /[给打]\s*([1-5])(?![\d天日个])/.exec(text)?.[1] : undefined;
  if (given !== undefined) return Number(given);
  const value = stars === undefined ? undefined : DIGITS[stars];
  if (value !== undefined) return value;
  return OPINIONS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** His own words, kept when there is more than the bare mark. */
function comment(text: string): string | null {
  if (text.length > LONGEST_READ) return text;
  const bare = text
    .replace(ASPECT, '')
    .replace(
      /(?:非常|很|十分|基本|不太|不)?满意|[1-5一二两三四五]\s*(?:颗|个)?\s*[星分]|三项|都是|全部?|打个?分|评分|点评|评价|[\s\d,.，。、:;!~是给打了]/g,
      '',
    );
  return bare === '' ? null : text;
}
