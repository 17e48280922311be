import { News } from '../../../bots/webchat/api.ts';
import type { Api } from './calls.ts';
import { createEventReader } from './events.ts';
import { ApiError } from './http.ts';

export type LiveState = 'online' | 'connecting' | 'offline';

export interface LiveParts {
  readonly api: Pick<Api, 'stream'>;
  readonly cursor: number;
  readonly onNews: (news: News) => void;
  readonly onState: (state: LiveState) => void;
}

export interface Live {
  /** Try now instead of at the end of the pause. */
  nudge(): void;
  /** A hidden tab gives its connection back: a browser has six a server, and each tab may be another person. */
  pause(): void;
  stop(): void;
}

/** The server shows it is alive every 20 s; silence beyond this is a dead line. */
const SILENCE_MS = 50_000;
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** Keeps one live stream open, coming back after every break where it was left. */
export function openLive({ api, cursor, onNews, onState }: LiveParts): Live {
  let since = cursor;
  let tries = 0;
  let current = new AbortController();
  let stopped = false;
  let paused = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(): Promise<void> {
    clearTimeout(timer);
    if (stopped || paused) return;
    const mine = new AbortController();
    current.abort();
    current = mine;
    try {
      const body = await api.stream(since, mine.signal);
      tries = 0;
      onState('online');
      await read(body, mine);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return;
    }
    // Somebody opened another in the meantime: that one goes on.
    if (current !== mine || stopped || paused) return;
    onState(tries === 0 ? 'connecting' : 'offline');
    timer = setTimeout(() => void run(), PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]);
    tries += 1;
  }

  async function read(body: ReadableStream<Uint8Array>, mine: AbortController): Promise<void> {
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let watchdog = setTimeout(() => mine.abort(), SILENCE_MS);
    const take = createEventReader(({ id, data }) => {
      const news = News.safeParse(JSON.parse(data));
      if (news.success) onNews(news.data);
      if (id !== null) since = Math.max(since, id);
    });
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done || mine.signal.aborted) return;
        clearTimeout(watchdog);
        watchdog = setTimeout(() => mine.abort(), SILENCE_MS);
        take(decoder.decode(value, { stream: true }));
      }
    } finally {
      clearTimeout(watchdog);
    }
  }

  void run();
  return {
    nudge() {
      const waiting = paused || tries > 0;
      paused = false;
      if (waiting) void run();
    },
    pause() {
      paused = true;
      clearTimeout(timer);
      current.abort();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      current.abort();
    },
  };
}
