import type { InboundEnvelope } from '../../core/channel.ts';
import { PROBLEMS } from '../problems.ts';
import { LOOP } from './loopback.ts';

/** What lies in the street is told by several and is one matter; each of these is one enterprise's own. */
const OWN = PROBLEMS.filter((problem) => !/路口|占道/.test(problem));
/** People of a chat, in turn. So many that nobody speaks again within the hour: he would rightly be taken to say more about what he has just reported. */
const PEOPLE = 2000;

/** An endless crowd: in each of many chats people in turn report problems of many kinds, none of them twice. */
export function createCrowd(chats: number, name = 'work'): { next(chat: number): Asked } {
  const said = Array.from({ length: chats }, () => 0);
  return {
    next(chat) {
      const turn = said[chat] ?? 0;
      said[chat] = turn + 1;
      return asked(`${name}-${chat}`, chat, turn);
    },
  };
}

export interface Asked {
  readonly messageId: string;
  readonly envelope: InboundEnvelope;
}

function asked(chat: string, offset: number, turn: number): Asked {
  const messageId = `${chat}.${turn}`;
  const person = turn % PEOPLE;
  const problem = OWN[(offset + turn + Math.floor(turn / PEOPLE)) % OWN.length] ?? '';
  const text = `${problem}。我们是${HALLS[turn % HALLS.length]}第${turn + 1}户`;
  return {
    messageId,
    envelope: {
      channel: LOOP,
      chat: { wireId: chat, kind: 'group', title: null },
      sender: { wireId: `${chat}-person-${person}`, name: `${chat} ${person}` },
      key: `m:${messageId}`,
      at: new Date(),
      body: { kind: 'message', messageId, text, quote: null, mentions: [], mentionsBot: false, media: [] },
    },
  };
}

const HALLS = ['东园', '西园', '南园', '北园', '一期厂房', '二期厂房', '三期厂房'];
