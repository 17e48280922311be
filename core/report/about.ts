import type { Category } from '../config.ts';
import type { Member } from '../directory.ts';
import type { Sender } from '../permission/relation.ts';
import { seesAll, totalsOnly } from '../permission/scope.ts';
import type { Showing } from './list.ts';

/** Everything a picture or a file is made with, beside the figures: when, for whom, and where it goes. */
export interface About extends Showing {
  /** null: whoever reads the chat. */
  readonly member: Member | null;
  readonly sender: Sender;
  readonly categories: readonly Pick<Category, 'key' | 'name'>[];
  /** Letters of the long ticket number. */
  readonly prefix: string;
}

/** In the work group totals only; units and names to those who see all, behind doors. */
export const showsUnits = ({ chat, member }: About): boolean => !totalsOnly(chat) && seesAll(member);

/** Every category with the rest at the end. */
export const categoriesOf = ({ categories }: About): readonly { readonly key: string; readonly name: string }[] => [
  ...categories,
  { key: 'other', name: '其他' },
];
