import type { Intent, Understanding } from './port.ts';

/** What a message is taken for without asking anybody: a problem only where the house would open a ticket by itself. */
export function takenFor({ intent, confidence, otherwise }: Understanding, open: number): Intent {
  return intent === 'problem' && confidence < open ? (otherwise ?? 'chitchat') : intent;
}
