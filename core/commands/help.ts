import { z } from 'zod';
import type { ChatRole, Role } from '../directory.ts';
import { permit, rolesOf } from '../permission/permit.ts';
import type { Command, Relation } from './command.ts';
import { accepted, defineCommand } from './define.ts';
import { CommandName } from './names.ts';

const RELATIONS: readonly Relation[] = ['none', 'own', 'colleague', 'joined', 'handling', 'cohandling', 'other'];

/** Whether this person may use a command here at all, on some ticket. */
export function mayUse(command: string, roles: readonly Role[], chatRole: ChatRole): boolean {
  return RELATIONS.some((relation) => permit({ roles, command, chatRole, relation }).ok);
}

/** Help is made from the commands and the table of rights; it is written nowhere else. */
export function makeHelp(commands: () => readonly Command[]): Command {
  return defineCommand({
    name: 'help',
    words: ['功能', '怎么用', '使用说明', '菜单'],
    latin: ['help', 'start'],
    help: '看看我会做什么',
    examples: ['帮助', '帮助 评价'],
    bare: true,
    args: z.object({ about: CommandName.nullable() }),
    parse: (slots) => accepted({ about: named(commands(), slots.rest) }),
    run({ about }, { member, chat, directory }) {
      const his = commands().filter((one) => mayUse(one.name, rolesOf(member), chat.role));
      const asked = his.find((one) => one.name === about);
      return { say: asked === undefined ? overview(his, directory.botName, chat.kind === 'group') : details(asked) };
    },
  });
}

function named(commands: readonly Command[], rest: string): CommandName | null {
  const wanted = rest.trim().toLowerCase();
  const found = commands.find((one) => one.words.includes(wanted) || one.latin.includes(wanted));
  return CommandName.nullable().parse(found?.name ?? null);
}

function overview(commands: readonly Command[], botName: string, group: boolean): string {
  return [
    group
      ? `我是${botName}。有困难直接在群里说，我来转给部门。您在这里还可以发：`
      : `我是${botName}。有困难直接发给我，我来转给部门。您还可以发：`,
    ...commands.map((one) => `${one.words[0] ?? one.name}：${one.help}`),
    '想看某一项怎么写，发“帮助”加它的名字，例如：帮助 查询',
  ].join('\n');
}

function details(command: Command): string {
  return [`${command.words[0] ?? command.name}：${command.help}`, '写法：', ...command.examples].join('\n');
}

export interface BotCommand {
  readonly command: string;
  readonly description: string;
}

/** For the Bot API's menu: Latin names. By default all that can be typed; with roles, what those may use there. */
export function botCommandsOf(
  commands: readonly Command[],
  who?: { readonly roles: readonly Role[]; readonly chatRole: ChatRole },
): readonly BotCommand[] {
  return commands
    .filter((one) => who === undefined || mayUse(one.name, who.roles, who.chatRole))
    .flatMap((one) => (one.latin[0] === undefined ? [] : [{ command: one.latin[0], description: one.help }]));
}
