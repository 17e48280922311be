import type { ChatInfo } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';
import { permit, rolesOf } from '../permission/permit.ts';
import { departmentName } from '../routing/lookup.ts';
import { triageAnswerOf } from '../understand/followup.ts';
import type { Understanding } from '../understand/port.ts';
import { type AskedBurst, burstAsked, carryMedia, hangAsked } from './asked.ts';
import { answer, answerAlone, commandStep, newDraft, settled } from './command-step.ts';
import type { Draft } from './draft.ts';
import type { Heard, HeardMessage, OpenTriage, RecentMessage, Situation } from './heard.ts';
import type { House, Step } from './house.ts';
import { aboutConduct, openTicket } from './opening.ts';
import { dutyChat } from './people.ts';

/** What the desk is to judge: the message that is heard now, with the pieces that came before it. */
export interface Doubt {
  readonly text: string;
  readonly pieces: readonly RecentMessage[];
  readonly understood: Understanding;
  /** In words, for the ledger. */
  readonly why: string;
  /** Who called for it hears this one line. */
  readonly told?: string;
}

/** Unsure whether it is a problem at all: the duty desk is asked, the group hears nothing. */
export function askDutyDesk(house: House, heard: Heard, situation: Situation, doubt: Doubt): Step {
  const { text, pieces, understood, why, told } = doubt;
  return settled(house, heard, situation, (draft) => {
    const desk = dutyChat(house.directory, heard.chat.channel);
    if (!desk) return draft.effects('parked', `${why}; no duty desk to ask`);
    const conduct = aboutConduct(text);
    // Of whom it complains the words may name first; that unit is the last to be proposed.
    const suggested = conduct ? null : (understood.candidates[0]?.department ?? null);
    draft.triage({ kind: 'ask', inbox: heard.id, ticket: null, suggested, pieces: pieces.map((one) => one.inbox) });
    const whole = question(house, heard, text, suggested) + (conduct ? CONDUCT_NOTE : '');
    // A touchy matter is not for a group, not even the desk's: its people read it alone.
    const readers = understood.sensitive || conduct ? privatesOfDesk(house) : [];
    const files = [...pieces.filter((one) => one.media > 0).map((one) => one.inbox), heard.id];
    const shown = readers.length > 0 ? question(house, heard, '内容不便在群里显示，已私聊发给值班人员', suggested) : whole;
    const ask = { kind: 'triage-message', buttons: buttons(heard, house, suggested) };
    draft.say({ ...ask, key: `triage.m${heard.id}`, chat: desk, text: shown, mediaOf: readers.length > 0 ? [] : files });
    for (const chat of readers) draft.say({ ...ask, key: `triage.m${heard.id}.${chat.id}`, chat, text: whole, mediaOf: files });
    if (told !== undefined) answerAlone(draft, heard, situation, house, told);
    return draft.effects('parked', why);
  });
}

export function privatesOfDesk({ directory }: House): ChatInfo[] {
  const desk = directory.members.filter((member) => member.active && member.roles.includes('duty'));
  return desk.flatMap(({ id }) => {
    const own = new Set(directory.identities.flatMap((one) => (one.member === id && one.privateChat !== null ? [one.privateChat] : [])));
    const chat = directory.chats.find((one) => own.has(one.id) && directory.channels.includes(one.channel));
    return chat ? [chat] : [];
  });
}

const CONDUCT_NOTE = '\n反映的是工作人员作风：请转纪检部门，不派被反映的单位。';

function question(house: House, heard: Heard, text: string, suggested: DepartmentCode | null): string {
  const where = heard.chat.title ?? (heard.chat.kind === 'private' ? '私聊' : '群');
  const words = text.length > 300 ? `${text.slice(0, 300).toWellFormed()}…` : text;
  const yes = suggested ? `1 立单派给${departmentName(house.directory, suggested)}` : '1 立单';
  return `【请研判】${where} ${heard.sender?.name ?? ''}：${words || '（图片或文件）'}\n拿不准是不是诉求，群里没有回应。请引用本条回复：${yes}；0 不是诉求；或直接回复部门名。`;
}

function buttons(heard: Heard, house: House, suggested: DepartmentCode | null) {
  const yes = suggested ? `立单派${departmentName(house.directory, suggested)}` : '立单';
  return [
    [
      { label: yes, data: `triage m${heard.id} 1` },
      { label: '不是诉求', data: `triage m${heard.id} 0` },
    ],
  ];
}

/** In the duty desk's chat: `1`, `0` or a department's name. null: it is no answer. */
export function triageReply(house: House, heard: Heard, body: HeardMessage, situation: Situation): Step | null {
  if (heard.chat.role !== 'duty' || situation.triages.length === 0) return null;
  const verdict = triageAnswerOf(body.text, house.directory);
  if (verdict === null) return null;
  const [asked, another] = situation.triages;
  if (!asked) return null;
  if (another && !body.quote) {
    return settled(house, heard, situation, (draft) => {
      answer(draft, heard, '有不止一条在等研判，请引用要答的那一条再回复。');
      return draft.effects('answered', 'several questions are open');
    });
  }
  return settleQuestion(house, heard, situation, asked, verdict);
}

/** `triage m45 1` from a button under the question. null: it is about a ticket, which the command of that name handles. */
export function triageButton(house: House, heard: Heard, situation: Situation, data: string): Step | null {
  const match = /^triage m(\d+) (\S+)$/.exec(data);
  if (!match) return null;
  const asked = situation.triages.find((one) => one.inbox === Number(match[1]));
  if (!asked) {
    return settled(house, heard, situation, (draft) => {
      answer(draft, heard, '这一条已经处理过了。');
      return draft.effects('answered', 'the question is settled already');
    });
  }
  const verdict = match[2] === '1' || match[2] === '0' ? match[2] : house.directory.departments.find(({ code }) => code === match[2])?.code;
  return verdict === undefined ? staleButton(house, heard, situation, data) : settleQuestion(house, heard, situation, asked, verdict);
}

/** Forged, of another version, or of a unit that is no more. */
export function staleButton(house: House, heard: Heard, situation: Situation, data: string): Step {
  return settled(house, heard, situation, (draft) => {
    draft.audit({ action: 'button', object: data, chat: heard.chat.id, allowed: false, detail: 'not one of ours' });
    answer(draft, heard, '这个按钮已失效，请发“帮助”查看用法。');
    return draft.effects('answered', 'a button that is not ours');
  });
}

function settleQuestion(house: House, heard: Heard, situation: Situation, asked: OpenTriage, verdict: '1' | '0' | DepartmentCode): Step {
  if (asked.ticket !== null) {
    const words = verdict === '1' || verdict === '0' ? verdict : departmentName(house.directory, verdict);
    return commandStep(house, heard, situation, {
      found: { name: 'triage', restText: `#${asked.ticket} ${words}`, how: 'bare', loose: false },
      implied: asked.ticket,
    });
  }
  const permission = permit({ roles: rolesOf(situation.member), command: 'triage', chatRole: heard.chat.role, relation: 'none' });
  if (!permission.ok) {
    return settled(house, heard, situation, (draft) => {
      draft.audit({ action: 'triage', object: `m${asked.inbox}`, chat: heard.chat.id, allowed: false, detail: permission.code });
      answer(draft, heard, permission.sentence);
      return draft.effects('answered', `triage: refused (${permission.code})`);
    });
  }
  return verdict === '0' ? dismissed(house, heard, situation, asked) : openedFrom(house, heard, situation, asked, verdict);
}

function dismissed(house: House, heard: Heard, situation: Situation, asked: OpenTriage): Step {
  return settled(house, heard, situation, (draft) => {
    draft.triage({ kind: 'resolve', triage: asked.id, as: 'dismissed', inbox: asked.inbox });
    draft.audit({ action: 'triage', object: `m${asked.inbox}`, chat: heard.chat.id, allowed: true, detail: 'dismissed' });
    answer(draft, heard, '好的，不立单。');
    return draft.effects('answered', 'triage: dismissed');
  });
}

function openedFrom(house: House, heard: Heard, situation: Situation, asked: OpenTriage, verdict: '1' | DepartmentCode): Step {
  return {
    needs: { tickets: [], reads: [], numbers: 1 },
    settle({ numbers: [number] }) {
      const draft = newDraft(house, heard, situation);
      if (number === undefined) return draft.effects('answered', 'no ticket number was given');
      draft.triage({ kind: 'resolve', triage: asked.id, as: 'opened', inbox: asked.inbox });
      const burst = burstAsked(asked);
      // A yes to it sends a complaint of conduct to no unit; a unit that the desk itself names is its own word.
      const agreed = aboutConduct(burst.text) ? null : asked.suggested;
      const department = verdict === '1' ? agreed : verdict;
      carryMedia(draft, burst, number);
      openAsked(house, draft, { asked, burst }, number, department, situation.member?.name ?? '值班席');
      hangAsked(draft, burst, number, { house, heard });
      draft.audit({ action: 'triage', object: `#${number}`, chat: heard.chat.id, allowed: true, detail: department });
      const told = department ? `，派给${departmentName(house.directory, department)}` : '';
      if (!draft.speaksIn(heard.chat)) answer(draft, heard, `→ #${number} 已立单${told}。`);
      return draft.effects('answered', `triage: opened #${number}`);
    },
  };
}

function openAsked(
  house: House,
  draft: Draft,
  { asked, burst }: { readonly asked: OpenTriage; readonly burst: AskedBurst },
  number: Parameters<typeof openTicket>[4],
  department: DepartmentCode | null,
  who: string,
): void {
  const { message } = asked;
  const chat = house.directory.chats.find((one) => one.id === message.chat);
  const report = {
    inbox: asked.inbox,
    chat: message.chat,
    channel: chat?.channel ?? '',
    sender: { wireId: message.senderWireId ?? '', name: message.senderName ?? '' },
    text: burst.text,
    receivedAt: new Date(message.at),
  };
  const understood = house.interpreter.understand({ text: burst.text, speaker: 'public', media: burst.media });
  openTicket(house, draft, report, understood, number, department ? { code: department, reason: `值班席${who}研判`, byDesk: true } : null);
}
