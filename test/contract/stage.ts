import { afterEach, beforeEach } from 'vitest';
import type { OutboundMessage } from '../../core/channel.ts';
import { OutboxId } from '../../core/ids.ts';
import { until } from '../support/until.ts';
import { createHeard, type Heard } from './heard.ts';
import type { ChannelWorld, MakeWorld, SeenMessage, WorldChat } from './world.ts';

export interface Stage {
  readonly world: ChannelWorld;
  readonly heard: Heard;
  stop(): Promise<void>;
  /** Sockets, servers and children open now that were not before this stage was set. */
  leftOpen(): readonly string[];
}

/** A fresh world with a started channel for each case; `stage()` is the current one. */
export function eachOnItsOwnStage(makeWorld: MakeWorld): () => Stage {
  let current: Stage | null = null;
  beforeEach(async () => {
    current = await openStage(makeWorld);
  });
  afterEach(async () => {
    await current?.stop();
    await current?.world.close();
    current = null;
  });
  return () => {
    if (current === null) throw new Error('the stage is open only while a case runs');
    return current;
  };
}

async function openStage(makeWorld: MakeWorld): Promise<Stage> {
  const before = openHandles();
  const world = await makeWorld();
  const heard = createHeard();
  await world.channel.start(heard.receive);
  await until(() => world.channel.ready?.() ?? true, 'the channel to be ready');
  let stopped = false;
  return {
    world,
    heard,
    async stop() {
      if (stopped) return;
      stopped = true;
      await world.channel.stop();
    },
    leftOpen: () => without(openHandles(), before),
  };
}

/** What would keep the process alive. The runner's own pipes to its parent are not ours. */
function openHandles(): string[] {
  const kinds = new Set(['TCPSocketWrap', 'TCPServerWrap', 'TLSWrap', 'ProcessWrap', 'TCPConnectWrap']);
  return process.getActiveResourcesInfo().filter((kind) => kinds.has(kind));
}

function without(all: readonly string[], taken: readonly string[]): string[] {
  const left = [...all];
  for (const one of taken) {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}

let lastOutboxId = 0;

export function outbound(text: string, more: Partial<Omit<OutboundMessage, 'text' | 'id'>> = {}): OutboundMessage {
  lastOutboxId += 1;
  return { id: OutboxId.parse(lastOutboxId), text, mentions: [], quote: null, buttons: [], media: [], ...more };
}

/** The bot's message holding `part`, once people see it. */
export function seen(world: ChannelWorld, chat: WorldChat, part: string): Promise<SeenMessage> {
  return until(async () => (await world.sent(chat)).find((message) => message.text.includes(part)), `people to see “${part}”`);
}

/** The smallest honest picture: one red pixel. */
export const redPixel = Uint8Array.from(
  Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64'),
);
