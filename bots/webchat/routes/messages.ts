import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { HouseError } from '../../../core/errors.ts';
import type { NewWebchatMessage, WebchatBody, WebchatMessage } from '../../../prisma/store/webchat.ts';
import { BOT, type Done, Edit, type Message, MessageParam, Post, Press, TEXT_LIMIT } from '../api.ts';
import { namesBot, pressEnvelope } from '../decode.ts';
import { quotedText, toMessage } from '../encode.ts';
import type { Desk } from '../ports.ts';
import { changesAMinute } from '../quota.ts';
import type { Room } from '../rooms.ts';
import { type Entered, enter, messageIn } from './enter.ts';

/**
 * What one writes. Every change is stored, then taken by the house, and only then answered: the page repeats what was not
 * answered, under the same id. One chat's changes go one after another, so that the house hears them in their order.
 */
export function messageRoutes(app: FastifyInstance, desk: Desk): void {
  const { store, settings, clock, queues, offering, hub } = desk;
  const quota = changesAMinute(desk, settings.changesPerMinute);

  app.post('/api/chats/:chat/messages', quota, async (request): Promise<Message> => {
    const entered = await enter(request, desk);
    const post = Post.parse(request.body);
    return queues.run(entered.room.wireId, async () => {
      const repeated = await store.posted(entered.viewer.key, post.clientId);
      if (repeated && repeated.chat !== entered.room.wireId) throw new HouseError('repeated_id', '这条消息已发到别的会话。');
      if (repeated && repeated.heard > 0) {
        await offering.again(repeated);
        return toMessage(repeated, entered.viewer.key);
      }
      const stored = repeated ?? (await store.post(await composed(post, entered, desk), post.clientId));
      return settled(stored, entered);
    });
  });

  app.post('/api/chats/:chat/messages/:message/edit', quota, async (request): Promise<Message> => {
    const entered = await enter(request, desk);
    const text = checkedText(Edit.parse(request.body).text, 0);
    return change(request, entered, settings.editMs, '这条消息发出太久，不能再修改了。', async (message) => {
      if (message.recalledAt) throw new HouseError('no_such_message', '这条消息已经撤回。');
      return message.text === text ? message : store.edit(message.id, text, clock.now());
    });
  });

  app.post('/api/chats/:chat/messages/:message/recall', quota, async (request): Promise<Message> => {
    const entered = await enter(request, desk);
    return change(request, entered, settings.recallMs, '这条消息发出太久，不能再撤回了。', async (message) =>
      message.recalledAt ? message : store.recall(message.id, clock.now()),
    );
  });

  app.post('/api/chats/:chat/press', quota, async (request): Promise<z.infer<typeof Done>> => {
    const { viewer, room } = await enter(request, desk);
    const { pressId, message, data } = Press.parse(request.body);
    const { body, recalledAt } = await messageIn(room, message, desk);
    const there = body.buttons.flat().some((button) => button.data === data);
    if (!there || recalledAt) throw new HouseError('no_such_message', '这个按钮已经失效。');
    const envelope = pressEnvelope({ viewer, room, pressId, message, data, at: clock.now() });
    await queues.run(room.wireId, async () => {
      await offering.drain(room.wireId);
      await offering.offer(envelope);
    });
    return { ok: true };
  });

  async function change(
    request: FastifyRequest,
    entered: Entered,
    withinMs: number,
    tooLate: string,
    apply: (message: WebchatMessage) => Promise<WebchatMessage | null>,
  ): Promise<Message> {
    const { room, viewer } = entered;
    const { message: id } = MessageParam.parse(request.params);
    return queues.run(room.wireId, async () => {
      const message = await messageIn(room, id, desk);
      if (message.author !== viewer.key) throw new HouseError('not_yours', '只能改动自己发的消息。');
      // What came before is heard before: an edit must not overtake the message it edits.
      await offering.drain(room.wireId);
      const repeated = message.heard < message.change;
      if (!repeated && clock.now().getTime() - message.at.getTime() > withinMs) throw new HouseError('too_late', tooLate);
      const changed = await apply(message);
      if (!changed) throw new HouseError('no_such_message', '这条消息已经撤回。');
      return settled(changed, entered);
    });
  }

  async function settled(message: WebchatMessage, { room, viewer }: Entered): Promise<Message> {
    hub.publish({ kind: 'message', message });
    await offering.drain(room.wireId);
    return toMessage(message, viewer.key);
  }
}

async function composed(post: Post, { viewer, room }: Entered, desk: Desk): Promise<NewWebchatMessage> {
  const { botName, members } = await desk.directory();
  const text = checkedText(post.text, post.files.length);
  const named = members.filter((member) => post.mentions.includes(member.key) && room.members.includes(member.key));
  const body: WebchatBody = {
    quote: post.quote === null ? null : await quoteOf(post.quote, room, desk),
    mentions: named.map((member) => ({ wireId: member.key, name: member.name })),
    mentionsBot: post.mentions.includes(BOT) || namesBot(text, botName),
    buttons: [],
    files: await ownFiles(post.files, viewer.key, desk),
  };
  return { chat: room.wireId, author: viewer.key, authorName: viewer.name, text, body, at: desk.clock.now() };
}

function checkedText(text: string, files: number): string {
  if (text.trim() === '' && files === 0) throw new HouseError('empty', '还没有写内容。');
  if (text.length > TEXT_LIMIT) throw new HouseError('text_too_long', `消息太长了，最多 ${TEXT_LIMIT} 字，请拆成几条发送。`);
  return text;
}

async function quoteOf(id: number, room: Room, desk: Desk): Promise<NonNullable<WebchatBody['quote']>> {
  const quoted = await messageIn(room, id, desk);
  if (quoted.recalledAt) throw new HouseError('no_such_message', '引用的消息已经撤回。');
  return { messageId: String(quoted.id), text: quotedText(quoted), author: quoted.authorName };
}

async function ownFiles(tokens: readonly string[], uploader: string, { store }: Desk): Promise<WebchatBody['files']> {
  const files = await store.files([...new Set(tokens)]);
  const free = files.filter((file) => file.uploader === uploader && file.messageId === null);
  if (free.length !== tokens.length) throw new HouseError('no_such_file', '附件不存在或已经发出，请重新选择。');
  return free.map(({ token, kind, name, mime, size }) => ({ token, kind, name, mime, size }));
}
