import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS } from '../core/commands/index.ts';
import type { Config } from '../core/config.ts';
import { withoutAddress } from '../core/understand/address.ts';
import { parseOrders, type SaidOrder } from '../core/understand/lessons.ts';
import { type OrderEars, packOrders, trainOrders, unpackOrders } from '../core/understand/model/order-ears.ts';
import { visible } from '../core/understand/normalize.ts';
import { orderTemplate } from '../core/understand/order-call.ts';
import { keep, kept } from './kept.ts';

/** Moves whenever the same orders would give other ears. */
const FORMAT = 1;

type Office = Pick<Config, 'departments' | 'enterprises' | 'bot'>;

/** Every way to say a command that ships. */
export function saidOrders(root: string): SaidOrder[] {
  return files(root).flatMap(({ name, text }) => parseOrders(text, `corpus/orders/${name}`));
}

/** What was learnt of how people order, made once and kept beside the ears. */
export function shippedOrders(root: string, office: Office): OrderEars {
  const hash = createHash('sha256').update(JSON.stringify([FORMAT, office.departments, office.enterprises, office.bot.name]));
  for (const { name, text } of files(root)) hash.update(`${name}\n`).update(text);
  const file = join(root, 'dist/ears', `orders-${hash.digest('hex').slice(0, 16)}.bin`);
  const known = kept(file, unpackOrders);
  if (known) return known;
  const packed = packOrders(learnOrders(saidOrders(root), office));
  keep(file, packed);
  return unpackOrders(packed);
}

export function learnOrders(orders: readonly SaidOrder[], { departments, enterprises, bot }: Office): OrderEars {
  const names = { departments: departments.map((one) => ({ ...one, onDuty: null, deputy: null })), enterprises };
  const address = { botName: bot.name, botAliases: bot.aliases, mentionsBot: false, private: false, commandWords: COMMANDS };
  return trainOrders(
    orders.map(({ text, speaker, command }) => {
      const said = withoutAddress(visible(text), address).text.replace(/^[/、]/, '');
      return { template: orderTemplate(said, { commandWords: COMMANDS, names }), speaker, command };
    }),
  );
}

function files(root: string): { readonly name: string; readonly text: string }[] {
  const dir = join(root, 'corpus/orders');
  const names = existsSync(dir) ? readdirSync(dir).filter((name) => name.endsWith('.tsv')) : [];
  return names.toSorted().map((name) => ({ name, text: readFileSync(join(dir, name), 'utf8') }));
}
