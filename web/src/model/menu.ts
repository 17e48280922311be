import type { Limits, Message } from '../../../bots/webchat/api.ts';

export interface MenuItem {
  readonly id: 'reply' | 'copy' | 'mention' | 'edit' | 'recall';
  readonly label: string;
  readonly icon: string;
}

/** What can be done with a message now. The server decides; this only does not offer what it would refuse. */
export function menuFor(message: Message, mine: boolean, limits: Limits, now: number): MenuItem[] {
  if (message.recalled || message.id === 0) return [];
  const age = now - Date.parse(message.at);
  const items: (MenuItem | false)[] = [
    { id: 'reply', label: '引用', icon: 'reply' },
    message.text !== '' && { id: 'copy', label: '复制', icon: 'copy' },
    !mine && { id: 'mention', label: '@TA', icon: 'at' },
    mine && message.text !== '' && age < limits.editMs && { id: 'edit', label: '编辑', icon: 'edit' },
    mine && age < limits.recallMs && { id: 'recall', label: '撤回', icon: 'recall' },
  ];
  return items.filter((item) => item !== false);
}
