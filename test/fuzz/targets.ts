import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../../app/project-root.ts';
import { decodeUpdate, updateIdOf } from '../../bots/telegram/decode.ts';
import * as api from '../../bots/webchat/api.ts';
import { pressEnvelope, toEnvelope } from '../../bots/webchat/decode.ts';
import { roomByWireId, viewerOf } from '../../bots/webchat/rooms.ts';
import { decode, type WireMessage } from '../../bots/wechat/decode.ts';
import { ChatRef, InboundEnvelope, PersonRef } from '../../core/channel.ts';
import { COMMANDS } from '../../core/commands/index.ts';
import { checkConfig } from '../../core/config/check.ts';
import { explainIssue } from '../../core/config/explain.ts';
import { type ConfigFileName, ConfigFiles } from '../../core/config.ts';
import { InboxId } from '../../core/ids.ts';
import { findCommand, readButton } from '../../core/understand/call.ts';
import { mask } from '../../core/understand/mask.ts';
import { Understanding } from '../../core/understand/port.ts';
import { extractSlots } from '../../core/understand/slots.ts';
import { heardOf } from '../../prisma/store/inbox-rows.ts';
import { WebchatBody } from '../../prisma/store/webchat.ts';
import { parseAnswer, understandingFrom } from '../../workers/model/answer.ts';
import { smallOffice } from '../bots/webchat/office.ts';
import { chats, context, directory, NOW } from '../core/commands/world.ts';
import { hostileText, mutated } from './hostile.ts';
import { ANSWERS, ME, POSTS, ROWS, STORED, UPDATES, WECHAT } from './recorded.ts';

/** What became of a case. Whatever breaks a promise throws. */
export type Verdict =
  | { readonly kind: 'taken'; readonly envelope: InboundEnvelope | null }
  | { readonly kind: 'refused'; readonly reason: string };

export interface Target {
  readonly name: string;
  /** How many of a hundred cases are its. */
  readonly share: number;
  readonly cases: fc.Arbitrary<unknown>;
  run(given: unknown): Verdict;
}

const taken = (envelope: InboundEnvelope | null = null): Verdict => ({ kind: 'taken', envelope });
const refused = (reason: string): Verdict => ({ kind: 'refused', reason });

function sound(envelope: InboundEnvelope, wellFormed: boolean): Verdict {
  const parsed = InboundEnvelope.safeParse(envelope);
  assert.ok(parsed.success, `an envelope that is none: ${JSON.stringify(parsed.error?.issues[0]?.path)}`);
  if (wellFormed) assert.doesNotMatch(JSON.stringify(parsed.data), /\\u0000|\\ud[89a-f]/i, 'U+0000 or half a character');
  return taken(parsed.data);
}

/** Only what makes somebody's words certain; written from the Bot API's own page, not from the decoder. */
const Spoken = z.object({
  update_id: z.int().nonnegative(),
  message: z.object({
    message_id: z.int(),
    date: z.int().min(-8e12).max(8e12),
    chat: z.strictObject({ id: z.int(), type: z.enum(['private', 'group', 'supergroup']), title: z.string().optional() }),
    from: z.strictObject({ id: z.int(), is_bot: z.literal(false), first_name: z.string(), last_name: z.string().optional() }),
    text: z.string(),
  }),
});
/** With any of these, well-formed or not, it may be another kind of message. */
const OTHER = [
  'migrate_to_chat_id',
  'new_chat_members',
  'sender_chat',
  'entities',
  'reply_to_message',
  'quote',
  'photo',
  'caption',
  'caption_entities',
  'document',
  'voice',
  'contact',
  'venue',
  'location',
  'message_thread_id',
  'is_topic_message',
  'edit_date',
];

function personWrote(raw: unknown): boolean {
  const spoken = Spoken.safeParse(raw);
  const message: unknown = spoken.success && raw !== null && typeof raw === 'object' ? Reflect.get(raw, 'message') : null;
  return message !== null && typeof message === 'object' && !OTHER.some((key) => Object.hasOwn(message, key));
}

const telegram: Target = {
  name: 'telegram update',
  share: 35.5,
  cases: mutated(UPDATES),
  run(raw) {
    const decoded = decodeUpdate(raw, ME);
    updateIdOf(raw);
    if (decoded.kind === 'envelope') return sound(decoded.envelope, true);
    assert.ok(decoded.reason.length > 0 && decoded.reason.length < 400, 'refused without a reason that can be read');
    assert.ok(!personWrote(raw), `what a person wrote was refused: ${decoded.reason}`);
    return refused(decoded.reason.replace(/-?\d+(\.\d+)?(e\+\d+)?/g, '…').replace(/“.*”/, '“…”'));
  },
};

const Gathered = z.object({
  id: z.string(),
  type: z.number(),
  text: z.string(),
  at: z.date().nullable(),
  chat: ChatRef,
  sender: PersonRef,
  own: z.boolean(),
  fromMachine: z.boolean(),
  mentioned: z.array(PersonRef),
  members: z.array(z.object({ person: PersonRef, names: z.array(z.string()) })),
  bot: z.object({ wireId: z.string(), names: z.array(z.string()) }),
  media: z
    .object({
      kind: z.enum(['image', 'file', 'voice', 'video']),
      name: z.string(),
      mime: z.string(),
      content: z.instanceof(Uint8Array).nullable(),
      ref: z.string().nullable(),
    })
    .nullable(),
  label: z.string().nullable(),
});

const wechat: Target = {
  name: 'wechat message',
  share: 24,
  cases: mutated(WECHAT),
  run(raw) {
    const gathered = Gathered.safeParse(raw);
    if (!gathered.success) return refused('a puppet that keeps no types: told as a gap');
    const message: WireMessage = gathered.data;
    const decoded = decode(message);
    if ('envelope' in decoded) return sound(decoded.envelope, false);
    const spoken = message.type === 7 && !message.own && !message.fromMachine && message.id !== '' && message.id.length <= 256;
    assert.ok(!spoken, `what a person wrote was refused: ${decoded.dropped}`);
    return refused(decoded.dropped);
  },
};

const office = smallOffice();
const boss = viewerOf('boss', office, true);
const work = roomByWireId('work', office);

const posts: Target = {
  name: 'webchat request',
  share: 12,
  cases: mutated(POSTS),
  run(raw) {
    const schemas = [api.Post, api.Edit, api.Press, api.Read, api.SignIn, api.BePerson, api.MessageParam, api.FileParam];
    const fitting = schemas.filter((schema) => schema.safeParse(raw).success);
    api.PageQuery.safeParse(raw);
    const press = api.Press.safeParse(raw);
    if (press.success && boss && work) return sound(pressEnvelope({ viewer: boss, room: work, ...press.data, at: NOW }), false);
    return fitting.length > 0 ? taken() : refused('400: no request of ours');
  },
};

const Row = z.object({
  id: z.number(),
  chat: z.string(),
  change: z.number(),
  heard: z.number(),
  author: z.string(),
  authorName: z.string(),
  text: z.string(),
  at: z.date(),
  editedAt: z.date().nullable(),
  recalledAt: z.date().nullable(),
  clientId: z.string().nullable(),
  body: WebchatBody,
});

const rows: Target = {
  name: 'webchat row',
  share: 8,
  cases: mutated(ROWS),
  run(raw) {
    const row = Row.safeParse(raw);
    const room = row.success ? roomByWireId(row.data.chat, office) : null;
    if (!row.success || !room) return refused(row.success ? 'a chat that is not in the directory' : 'no row of ours');
    const envelope = toEnvelope(row.data, room, []);
    const known = PersonRef.safeParse(envelope.sender).success && envelope.key.length <= 512;
    return known ? sound(envelope, false) : refused('an author the directory cannot hold');
  },
};

const stored: Target = {
  name: 'stored inbox body',
  share: 12,
  cases: mutated(STORED),
  run(body) {
    const heard = heardOf(
      { id: InboxId.parse(7), senderWireId: 'boss', senderName: null, body, at: null, receivedAt: NOW, attempts: 0 },
      chats.work,
    );
    if (typeof heard === 'string') return refused(heard.replace(/\d+/g, '…').slice(0, 60));
    assert.equal(heard.id, InboxId.parse(7));
    return taken();
  },
};

const lexicon = {
  botName: '小汇',
  botAliases: ['汇汇'],
  mentionsBot: true,
  private: true,
  commandWords: COMMANDS,
  names: directory,
  speaker: 'official' as const,
};
const inOffice = context('official', 'work');

const commands: Target = {
  name: 'button and command',
  share: 2,
  // A chat's own limit, and what is behind it; a button's is 64.
  cases: fc.oneof(
    hostileText.map((text) => text.slice(0, 20_000)),
    fc.tuple(fc.constantFrom('claim', 'dispatch', 'extend', 'bind', 'export'), hostileText).map((both) => both.join(' ').slice(0, 64)),
  ),
  run(given) {
    const text = String(given);
    const found = [readButton(text, COMMANDS), findCommand(text, lexicon)].filter((one) => one !== null);
    for (const one of found) {
      const command = COMMANDS.find((candidate) => candidate.name === one.name);
      assert.ok(command, 'a command that is none');
      command.parse(extractSlots(one.restText, directory, NOW, one.name), inOffice);
    }
    return found.length > 0 ? taken() : refused('no command');
  },
};

const readers: Target = {
  name: 'mask',
  share: 8,
  cases: hostileText,
  run(given) {
    const text = String(given);
    const masked = mask(text);
    assert.equal(mask(masked.text).text, masked.text, 'masked twice it reads otherwise');
    return masked.count > 0 ? taken() : refused('nothing to mask');
  },
};

const answers: Target = {
  name: 'model answer',
  share: 6,
  cases: fc.oneof({ weight: 4, arbitrary: mutated(ANSWERS).map((value) => safeJson(value)) }, { weight: 1, arbitrary: hostileText }),
  run(content) {
    const parsed = parseAnswer(String(content), directory);
    if (!parsed.ok) return refused(parsed.why.replace(/\d+/g, '…').slice(0, 60));
    const made = understandingFrom(parsed.answer, { text: '路灯坏了', speaker: 'public', media: 0 }, directory);
    assert.ok(Understanding.safeParse(made).success, 'an understanding that is none');
    assert.ok(made.candidates.every(({ department }) => directory.departments.some(({ code }) => code === department)));
    return taken();
  },
};

/** `__proto__` and what is too deep go in as text. */
function safeJson(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined';
}

const CONFIG = join(projectRoot(), 'config');
/** As its files say it, before anything is filled in. */
const config = Object.fromEntries(
  ConfigFiles.keyof().options.map((name) => [name, parseYaml(readFileSync(join(CONFIG, `${name}.yaml`), 'utf8'))]),
);

const settings: Target = {
  name: "an office's config",
  share: 0.5,
  cases: mutated([config], 2),
  run(raw) {
    const parsed = ConfigFiles.safeParse(raw);
    if (parsed.success) return checkConfig(parsed.data).length > 0 ? refused('rules across files') : taken();
    const files = new Set<string>(ConfigFiles.keyof().options);
    for (const issue of parsed.error.issues) {
      const file = String(issue.path[0]);
      if (!files.has(file)) continue;
      const problems = explainIssue(file as ConfigFileName, { ...issue, path: issue.path.slice(1) }, Reflect.get(Object(raw), file));
      assert.ok(problems.length > 0 && problems.every(({ what }) => what !== ''), 'a mistake that is not explained');
    }
    return refused('a mistake, explained');
  },
};

export const TARGETS: readonly Target[] = [telegram, wechat, posts, rows, stored, commands, readers, answers, settings];
