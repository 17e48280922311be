import type { Browser, Page } from 'playwright-core';
import type { InboundEnvelope } from '../../core/channel.ts';
import { OutboxId } from '../../core/ids.ts';
import { smallOffice } from '../bots/webchat/office.ts';
import { openServer, spoken, type WebchatServer } from '../bots/webchat/server.ts';
import { createTestDatabase } from '../support/database.ts';
import { buildPage, desktop, enterAs, launch, type Tab } from './browser.ts';

/** A web chat with its page, a browser, and a house that listens or is away. */
export interface WebStage {
  readonly browser: Browser;
  readonly heard: InboundEnvelope[];
  /** As this person, in a browser of his own. */
  as(key: string, device?: object): Promise<Page>;
  tab(opened: Tab): Tab;
  /** The bot speaks. */
  say(wireId: string, text: string, more?: Parameters<typeof spoken>[1]): Promise<void>;
  server(): WebchatServer;
  /** The server goes away; the answer brings it back on the same port. */
  goesDown(): Promise<() => Promise<void>>;
  houseIsAway(away: boolean): void;
  closeTabs(): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(chromiumPath: string): Promise<WebStage> {
  const database = await createTestDatabase();
  const built = await buildPage();
  const browser = await launch(chromiumPath);
  const heard: InboundEnvelope[] = [];
  const tabs: Tab[] = [];
  let away = false;

  const open = (port = 0): Promise<WebchatServer> =>
    openServer({
      databaseUrl: database.url,
      office: smallOffice(),
      settings: { pageDir: built.dir },
      port,
      receive: async (batch) => {
        if (away) throw new Error('the inbox is away');
        heard.push(...batch);
      },
    });
  let server = await open();
  const tab = (opened: Tab): Tab => {
    tabs.push(opened);
    return opened;
  };
  return {
    browser,
    heard,
    tab,
    server: () => server,
    as: async (key, device = desktop) => tab(await enterAs(browser, server.url, key, device)).page,
    async say(wireId, text, more = {}) {
      const message = spoken(text, more);
      await server.channel.send({ wireId, kind: 'group' }, { ...message, id: OutboxId.parse(message.id) });
    },
    async goesDown() {
      const { port } = server;
      await server.close();
      return async () => {
        server = await open(port);
      };
    },
    houseIsAway(is) {
      away = is;
    },
    async closeTabs() {
      away = false;
      for (const one of tabs.splice(0)) await one.context.close();
    },
    async close() {
      await browser.close();
      await server.close();
      await database.drop();
      built.remove();
    },
  };
}
