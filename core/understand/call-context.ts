import type { CommandLexicon } from './lexicon.ts';
import type { OrderHeard } from './model/order-ears.ts';
import type { Names } from './orders/template.ts';

export interface CallContext {
  readonly botName: string;
  /** The wire's own handle where it has one (Telegram), without @. */
  readonly botUsername?: string;
  readonly mentionsBot: boolean;
  readonly private: boolean;
  readonly commandWords: CommandLexicon;
  /** Other names it is called by. */
  readonly botAliases?: readonly string[];
  /** The names of units and enterprises, told apart from words; left out, none are. */
  readonly names?: Names;
  /** What was learnt of how people order; left out, only the grammar is asked. */
  readonly heard?: (template: string, speaker: 'public' | 'official') => OrderHeard;
  /** Who speaks; an official's plain `#128 …` is a report on the case, anybody else's adds to it. Left out: official. */
  readonly speaker?: 'public' | 'official';
}

export interface FoundCommand {
  /** Neutral name. */
  readonly name: string;
  /** The sentence as typed, without the bot's name, the slash and the command's own word. */
  readonly restText: string;
  readonly how: 'slash' | 'mention' | 'bare' | 'button';
  /** True: understood from a loose phrase in the sentence, not called by its word. */
  readonly loose: boolean;
}
