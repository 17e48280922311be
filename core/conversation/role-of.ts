import type { MessageRole } from './effects.ts';

/** What a message that calls a command is to its ticket. */
export function roleOf(command: string): MessageRole {
  switch (command) {
    case 'rate':
      return 'rating';
    case 'withdraw':
      return 'withdrawal';
    case 'reopen':
      return 'reopen';
    case 'supplement':
      return 'supplement';
    case 'ticket_status':
    case 'my_tickets':
      return 'status';
    case 'claim':
    case 'contact':
    case 'verify':
    case 'reply':
    case 'answer':
    case 'close':
    case 'transfer':
    case 'return':
    case 'suspend':
    case 'wait':
    case 'resume':
    case 'extend':
    case 'add_cohandler':
      return 'official_reply';
    default:
      return 'dialogue';
  }
}
