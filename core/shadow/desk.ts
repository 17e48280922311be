import type { Button } from '../channel.ts';
import type { OutboxDraft } from '../conversation/effects.ts';
import type { ChatInfo, Directory } from '../directory.ts';
import { mask } from '../understand/mask.ts';
import { codeOf, didWords, howToAnswer, saidWords } from './words.ts';
import type { Would } from './would.ts';

const LONGEST = 300;

export interface Overheard {
  readonly would: Would;
  /** Of whom, and where. */
  readonly who: string;
  readonly where: string;
  readonly text: string;
  readonly media: number;
  /** Real tickets it would have changed. */
  readonly touched: readonly number[];
}

/** Where the desk reads it: its group, and of a touchy matter its people alone. */
export interface Desk {
  readonly group: ChatInfo;
  readonly alone: readonly ChatInfo[];
  readonly heldUntil: Date | null;
}

/** One message to the desk: what was heard, what the bot would have done and said, and how to say whether that is right. */
export function deskMessages(heard: Overheard, desk: Desk, directory: Directory): readonly OutboxDraft[] {
  const { would } = heard;
  const readers = would.sensitive ? desk.alone : [];
  const said = (chat: ChatInfo, key: string, text: string, files: boolean): OutboxDraft => ({
    dedupeKey: key,
    chat: chat.id,
    ticket: null,
    kind: 'shadow',
    text,
    mentions: [],
    quoteOf: null,
    buttons: buttons(would),
    mediaOf: files && heard.media > 0 ? [would.inbox] : [],
    files: [],
    urgent: would.urgency === 'critical',
    heldUntil: desk.heldUntil,
  });
  const key = `shadow.${codeOf(would.inbox)}`;
  const group = readers.length > 0 ? bare(heard, directory) : full(heard, directory);
  return [
    said(desk.group, key, group, readers.length === 0),
    ...readers.map((chat) => said(chat, `${key}.${chat.id}`, full(heard, directory), true)),
  ];
}

function full(heard: Overheard, directory: Directory): string {
  const { would, who, where, text, touched } = heard;
  // Only where nobody of the desk can be written to alone does a touchy text come here; then without its numbers.
  const words = would.sensitive ? mask(text).text : text;
  const cut = words.length > LONGEST ? `${words.slice(0, LONGEST).toWellFormed()}…` : words;
  const lines = [
    `【旁听 ${codeOf(would.inbox)}】${where} ${who}：${cut || '（图片或文件）'}`,
    didWords(would, touched, directory),
    saidWords(would),
    howToAnswer(would.inbox),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function bare({ would, where, touched }: Overheard, directory: Directory): string {
  const words = `【旁听 ${codeOf(would.inbox)}】${where} 有一条涉及敏感事项，内容不便在群里显示，已私聊发给值班人员`;
  return [words, didWords(would, touched, directory), howToAnswer(would.inbox)].join('\n');
}

function buttons({ inbox, outcome }: Would): readonly (readonly Button[])[] {
  const wrong = outcome === 'ticketed' || outcome === 'parked' ? '不是诉求' : '不该开口';
  return [
    [
      { label: '对', data: `shadow ${codeOf(inbox)} 1` },
      { label: wrong, data: `shadow ${codeOf(inbox)} 0` },
    ],
  ];
}
