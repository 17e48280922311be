import type { InboundEnvelope } from '../../core/channel.ts';
import type { Config } from '../../core/config.ts';
import type { Db } from '../../prisma/store/client.ts';
import { openBefore } from './before.ts';
import { memberKey, withCast } from './cast.ts';
import { SCENE } from './channel.ts';
import { resultOf, type SceneResult } from './result.ts';
import { keyOf, type Scene, type SceneMessage } from './scene.ts';
import { openStage } from './stage.ts';

const WORK = 'work';
/** Scenes say seconds since they began, not when: a working Tuesday morning. */
const BEGINS = new Date('2026-03-10T09:00:00+08:00');
const MONTH_MS = 30 * 24 * 60 * 60 * 1000;
const AFTER_MS = 60 * 60 * 1000;
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

/** Plays one scene through the real pipeline and says what became of it. */
export async function play(db: Db, config: Config, scene: Scene): Promise<SceneResult> {
  const stage = await openStage(db, withCast(config, scene), BEGINS);
  await openBefore(db, stage, scene, new Date(BEGINS.getTime() - MONTH_MS / 10));
  const spokenBefore = stage.said.length;
  const after = new Map<number, string>();
  let heard = '';
  const noteSaid = () => {
    for (let i = spokenBefore; i < stage.said.length; i += 1) if (!after.has(i)) after.set(i, heard);
  };
  for (const message of scene.messages) {
    await stage.travel(new Date(BEGINS.getTime() + message.offset * 1000));
    noteSaid();
    heard = message.id;
    await stage.channel.receive()([envelopeOf(scene, message)]);
    await stage.settle();
    noteSaid();
  }
  const last = scene.messages.at(-1)?.offset ?? 0;
  await stage.travel(new Date(BEGINS.getTime() + last * 1000 + AFTER_MS));
  noteSaid();
  const said = stage.said.slice(spokenBefore).map((one, i) => ({ ...one, after: after.get(i + spokenBefore) ?? heard }));
  return resultOf(db, scene, said);
}

function envelopeOf(scene: Scene, message: SceneMessage): InboundEnvelope {
  const person = scene.people.find((one) => one.id === message.sender);
  const common = {
    channel: SCENE,
    chat: { wireId: WORK, kind: 'group' as const, title: null },
    sender: { wireId: memberKey(message.sender), name: person?.name ?? message.sender },
    at: new Date(BEGINS.getTime() + message.offset * 1000),
  };
  if (message.type === 'recall') {
    const recalled = message.recalls ?? message.quotes ?? '';
    return { ...common, key: keyOf(message), body: { kind: 'recall', messageId: recalled || message.id } };
  }
  const quoted = message.quotes ? scene.messages.find((one) => one.id === message.quotes) : undefined;
  return {
    ...common,
    key: keyOf(message),
    body: {
      kind: 'message',
      messageId: message.id,
      text: textOf(message),
      quote: message.quotes ? { messageId: message.quotes, text: quoted?.text ?? null, author: null } : null,
      mentions: [],
      mentionsBot: /@小汇/.test(message.text),
      media: mediaOf(message),
    },
  };
}

const PLACEHOLDERS: ReadonlySet<SceneMessage['type']> = new Set(['image', 'video', 'voice', 'file']);

/** `[图片]` is how an export writes a picture; on the wire it has no text. */
function textOf(message: SceneMessage): string {
  return PLACEHOLDERS.has(message.type) ? message.text.replace(/^\[[^\]]*\]$/, '') : message.text;
}

function mediaOf(message: SceneMessage) {
  if (message.type === 'image')
    return [{ kind: 'image' as const, name: `${message.id}.png`, mime: 'image/png', content: PIXEL, ref: null }];
  if (message.type !== 'video' && message.type !== 'voice' && message.type !== 'file') return [];
  return [{ kind: message.type, name: message.id, mime: 'application/octet-stream', content: Buffer.from('.'), ref: null }];
}
