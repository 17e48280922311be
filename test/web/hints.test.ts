import { describe, expect, it } from 'vitest';
import type { PersonKind } from '../../bots/webchat/api.ts';
import { COMMANDS } from '../../core/commands/index.ts';
import { findCommand } from '../../core/understand/call.ts';
import { hintsFor } from '../../web/src/text/hints.ts';

/** What each hint must come to when sent as it stands; null: said to people, not to the bot. */
const meant: Readonly<Record<string, string | null>> = {
  反映一件事: null,
  环评批复: null,
  招不到人: null,
  资金周转: null,
  我的工单: 'my_tickets',
  使用帮助: 'help',
  本单位在办: 'list_dept',
  签收: 'claim',
  // Plain words about the one ticket that waits for him here.
  已联系企业: null,
  答复: 'answer',
  办结: 'close',
  看板: 'board',
  本周统计: 'stats',
  超时: 'overdue_list',
  排名: 'ranking',
  特派员: 'commissioner_list',
  // Answers to the duty desk's question, which no command word calls.
  是诉求: null,
  不是: null,
  转给环保局: null,
};
const kinds: readonly PersonKind[] = ['entrepreneur', 'official', 'commissioner', 'leader', 'manager', 'duty', 'admin', 'stranger'];

describe.each(kinds)('hints for %s', (kind) => {
  it.each(['work', 'department', 'duty', 'private'] as const)('in %s are understood by the bot as they are meant', (where) => {
    const hints = hintsFor(kind, where, '小汇');
    expect(hints.length).toBeGreaterThan(2);
    expect(new Set(hints.map((hint) => hint.label)).size).toBe(hints.length);
    for (const { label, text } of hints) {
      const speaker = kind === 'entrepreneur' || kind === 'stranger' ? 'public' : 'official';
      const found = findCommand(text, {
        botName: '小汇',
        mentionsBot: text.includes('@小汇'),
        private: where === 'private',
        commandWords: COMMANDS,
        speaker,
      });
      expect([label, found?.name ?? null]).toEqual([label, meant[label]]);
    }
  });
});
