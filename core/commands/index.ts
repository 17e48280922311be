import type { ChatRole, Role } from '../directory.ts';
import { answer } from './answer.ts';
import { claim } from './claim.ts';
import { close } from './close.ts';
import type { Command } from './command.ts';
import { contact } from './contact.ts';
import { type BotCommand, botCommandsOf, makeHelp } from './help.ts';
import { myTickets } from './my-tickets.ts';
import { rate } from './rate.ts';
import { reply } from './reply.ts';
import { ticketStatus } from './ticket-status.ts';
import { triage } from './triage.ts';

const help = makeHelp(() => COMMANDS);

/** Every command, in the order of help: everybody's, officials', managers', the desk's. */
export const COMMANDS: readonly Command[] = [help, myTickets, ticketStatus, rate, claim, contact, reply, answer, close, triage];

/** By neutral name, e.g. `ticket_status`. */
export const commandNamed = (name: string): Command | null => COMMANDS.find((one) => one.name === name) ?? null;

/** By a Latin name as it stands in a button or behind a slash, e.g. `claim`. */
export const commandOfLatin = (latin: string): Command | null => COMMANDS.find((one) => one.latin.includes(latin.toLowerCase())) ?? null;

/** By a Chinese word, exactly. */
export const commandOfWord = (word: string): Command | null => COMMANDS.find((one) => one.words.includes(word)) ?? null;

export const botCommands = (who?: { readonly roles: readonly Role[]; readonly chatRole: ChatRole }): readonly BotCommand[] => botCommandsOf(COMMANDS, who);
