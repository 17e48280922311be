import { DOZENS, type Item } from './item.ts';

const PAGE = 50;
const READER = 'yan-weidong';
const none = { before: null, after: null, limit: PAGE };

/** What an open page asks for. */
export const webchat: readonly Item[] = [
  { name: 'the newest page', group: 'web chat', times: DOZENS, run: async ({ web }) => void (await web.page('work', none)) },
  {
    name: 'a page long ago',
    group: 'web chat',
    times: DOZENS,
    run: async ({ web }) => void (await web.page('work', { ...none, before: 20_000 })),
  },
  {
    name: 'unread counts',
    group: 'web chat',
    times: DOZENS,
    run: async ({ web }) => void (await web.unread(READER, ['work', `dm:${READER}`])),
  },
  {
    name: 'the last of each chat',
    group: 'web chat',
    times: DOZENS,
    run: async ({ web }) => void (await web.lastMessages(['work', `dm:${READER}`])),
  },
  {
    name: 'what changed since',
    group: 'web chat',
    times: DOZENS,
    run: async ({ web }) => void (await web.changes(['work'], (await web.lastChange()) - 10, PAGE)),
  },
  { name: 'what our inbox has not heard', group: 'web chat', times: DOZENS, run: async ({ web }) => void (await web.unheard('work')) },
  { name: 'chats with such', group: 'web chat', times: DOZENS, run: async ({ web }) => void (await web.chatsWithUnheard()) },
];
