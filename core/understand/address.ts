import type { CallContext } from './call-context.ts';
import { fold, replaceSpans } from './normalize.ts';

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** The text without the bot's name where it is spoken to, and whether it is. */
export function withoutAddress(shown: string, context: CallContext): { readonly text: string; readonly addressed: boolean } {
  const folded = fold(shown);
  const names = [context.botName, ...(context.botUsername === undefined ? [] : [context.botUsername]), ...(context.botAliases ?? [])]
    .toSorted((a, b) => b.length - a.length)
    .map((name) => escape(fold(name)));
  const mention = new RegExp(`@ ?(?:${names.join('|')})(?![a-z0-9_])[ ,:]?`, 'g');
  const own = escape(fold(context.botName));
  // 小汇小汇, 喂小汇 帮我…, … 小汇: called by name. 小汇这名字好 speaks of it and not to it.
  const vocative = new RegExp(
    `^\\s*(?:(?:嗨|喂|哎|嘿|嗳|hi|hello|你好|请问(?:一下)?|问(?:一)?下|麻烦|劳驾|辛苦)[\\s,]?)?(?:${names.join('|')})+(?:(?=[\\s,:!~。、]|$)|(?=(?:请|帮|给我|给俺|麻烦|劳驾|你(?:会|能|都|可以|帮|给)|(?:我|俺)(?!们?(?:觉|看|说|喜|想|家))|把|查)))[\\s,:!~。、]*|[\\s,]${own}[\\s!?~。]*$`,
  );
  const wire = /^\s*@[a-z0-9_]*bot\b[ ,:]?/;
  let left = shown;
  const drop = (pattern: RegExp): boolean => {
    const before = left;
    left = cut(left, fold(left), pattern);
    return left !== before;
  };
  const named = drop(mention) || (folded !== '' && drop(vocative));
  if (context.mentionsBot && !named) drop(wire);
  return { text: left.trim(), addressed: named || context.mentionsBot };
}

/** Cuts what the pattern finds in the folded text out of the shown one. */
function cut(shown: string, folded: string, pattern: RegExp): string {
  const spans = [...folded.matchAll(new RegExp(pattern.source, 'g'))].map((one) => ({ from: one.index, to: one.index + one[0].length }));
  return replaceSpans(shown, spans, ' ');
}
