import { TelegramError } from 'telegraf';
import type { Log } from '../../core/log.ts';

/** Says in the log what is wrong in words that an operator can act on. Texts and tokens stay out of it. */
export function tellTrouble(log: Log, error: unknown, describe: (error: unknown) => string): void {
  const reason = describe(error);
  if (!(error instanceof TelegramError)) {
    log.warn({ reason }, 'telegram was not heard, or what it said could not be stored; trying again');
    return;
  }
  const { code } = error;
  if (code === 409) log.error({ code, reason }, 'another process listens with this token (409); stop it: one token serves one deployment');
  else if (code === 401 || code === 404)
    log.error({ code, reason }, 'telegram does not accept the token; get the right one from BotFather');
  else log.warn({ code, reason }, 'telegram answered with an error; trying again');
}
